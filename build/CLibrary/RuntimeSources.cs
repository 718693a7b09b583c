using System.Collections.Immutable;
using Dom0Iptables.Text;

namespace Dom0Iptables.CLibrary;

/// <summary>The sources of the start files and wrappers, carried in the pipeline itself.</summary>
public static class RuntimeSources
{
    /// <summary>Their names, sorted.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. EmbeddedFiles.Names.Where(name => Path.GetExtension(name) is ".c" or ".S")];

    /// <summary>The text of one.</summary>
    public static string Read(string name) => EmbeddedFiles.Read(name);
}
