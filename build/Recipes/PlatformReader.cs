using System.Text.RegularExpressions;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Recipes;

/// <summary>Reads a platform's file strictly.</summary>
public static partial class PlatformReader
{
    /// <summary>Reads a platform.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PipelineException">A key is missing, unknown or wrong (<see cref="ExitCode.Recipe"/>), with its line.</exception>
    public static Platform Read(string path)
    {
        var file = TomlSection.ReadFile(path);
        var compiler = file.OptionalSection("compiler");
        var platform = new Platform(
            Path.GetFileNameWithoutExtension(path),
            file.Text("description"),
            file.OptionalText("architecture"),
            Flags(file, "cflags"),
            Flags(file, "cxxflags"),
            compiler?.OptionalText("cc"),
            compiler?.Texts("switches") ?? [],
            compiler?.Texts("configure-arguments") ?? [],
            AbiTable(file, path),
            System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        file.RefuseTheUnknown();

        if (platform.Architecture is { } architecture && !ArchitecturePattern().IsMatch(architecture))
        {
            throw file.Wrong("architecture", "must be a name of rpm's, such as i686 or x86_64");
        }

        return platform;
    }

    private static string? AbiTable(TomlSection file, string path)
    {
        var table = file.OptionalText("abi");
        if (table is null)
        {
            return null;
        }

        var full = Path.Combine(Path.GetDirectoryName(path)!, "abi", table);
        return !table.Contains('/', StringComparison.Ordinal) && File.Exists(full) ? full : throw file.Wrong("abi", "must name a table of platforms/abi/");
    }

    private static string Flags(TomlSection file, string key)
    {
        var flags = file.Text(key);
        return CompilerFlags.ArePlain(flags) ? flags : throw file.Wrong(key, $"may hold only {CompilerFlags.Allowed}");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex ArchitecturePattern();
}
