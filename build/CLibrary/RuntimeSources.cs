using System.Collections.Immutable;

namespace Dom0Iptables.CLibrary;

/// <summary>The sources of the start files and wrappers, carried in the pipeline itself.</summary>
public static class RuntimeSources
{
    /// <summary>Their names, sorted.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. typeof(RuntimeSources).Assembly.GetManifestResourceNames().Where(name => Path.GetExtension(name) is ".c" or ".S").Order(StringComparer.Ordinal)];

    /// <summary>The text of one.</summary>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(RuntimeSources).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
