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
        var file = TomlSection.ReadFile(path).Allow(["description", "architecture", "cflags", "cxxflags"], ["compiler"]);
        var compiler = file.OptionalSection("compiler")?.Allow(["cc", "configure-arguments"], []);
        var platform = new Platform(
            Path.GetFileNameWithoutExtension(path),
            file.Text("description"),
            file.OptionalText("architecture"),
            Flags(file, "cflags"),
            Flags(file, "cxxflags"),
            compiler?.OptionalText("cc") is null ? null : Flags(compiler, "cc"),
            compiler?.Texts("configure-arguments") ?? []);

        if (platform.Architecture is { } architecture && !ArchitecturePattern().IsMatch(architecture))
        {
            throw file.Wrong("architecture", "must be a name of rpm's, such as i686 or x86_64");
        }

        return platform;
    }

    private static string Flags(TomlSection section, string key)
    {
        var flags = section.Text(key);
        return CompilerFlags.ArePlain(flags) ? flags : throw section.Wrong(key, $"may hold only {CompilerFlags.Allowed}");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex ArchitecturePattern();
}
