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
        var file = TomlSection.ReadFile(path).Allow(["description", "architecture", "cflags", "cxxflags", "c-library"], ["compiler", "rpm"]);
        var compiler = file.OptionalSection("compiler")?.Allow(["cc", "switches", "configure-arguments"], []);
        var platform = new Platform(
            Path.GetFileNameWithoutExtension(path),
            file.Text("description"),
            file.OptionalText("architecture"),
            Flags(file, "cflags"),
            Flags(file, "cxxflags"),
            compiler?.OptionalText("cc") is null ? null : Flags(compiler, "cc"),
            [.. (compiler?.Texts("switches") ?? []).Select(text => CompilerFlags.ArePlain(text) ? text : throw compiler!.Wrong("switches", $"may hold only {CompilerFlags.Allowed}"))],
            compiler?.Texts("configure-arguments") ?? [],
            AbiTable(file, path),
            file.OptionalSection("rpm")?.Allow(["macros"], []).Texts("macros") ?? []);

        if (platform.Architecture is { } architecture && !ArchitecturePattern().IsMatch(architecture))
        {
            throw file.Wrong("architecture", "must be a name of rpm's, such as i686 or x86_64");
        }

        if (platform.AbiTable is not null && (platform.Architecture is null || platform.Cc is null))
        {
            throw file.Wrong("c-library", "needs architecture and compiler.cc as well");
        }

        return platform;
    }

    private static string? AbiTable(TomlSection file, string path)
    {
        if (file.OptionalText("c-library") is not { } name)
        {
            return null;
        }

        var table = Path.Combine(Path.GetDirectoryName(path)!, "abi", name + ".tsv");
        return name == Path.GetFileName(name) && File.Exists(table) ? table : throw file.Wrong("c-library", "names no table of platforms/abi/");
    }

    private static string Flags(TomlSection section, string key)
    {
        var flags = section.Text(key);
        return CompilerFlags.ArePlain(flags) ? flags : throw section.Wrong(key, $"may hold only {CompilerFlags.Allowed}");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex ArchitecturePattern();
}
