using System.Collections.Immutable;
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
        var file = TomlSection.ReadFile(path).Allow(PlatformKeys.All);
        var compiler = file.OptionalSection("compiler")?.Allow(PlatformKeys.All);
        var platform = new Platform(
            Path.GetFileNameWithoutExtension(path),
            OneLine(file, "description"),
            file.OptionalText("architecture"),
            Flags(file, "cflags"),
            Flags(file, "cxxflags"),
            Compiler(compiler),
            [.. (compiler?.Texts("switches") ?? []).Select(text => CompilerFlags.ArePlain(text) ? text : throw compiler!.Wrong("switches", $"may hold only {CompilerFlags.Allowed}"))],
            CompilerFlags.Arguments(compiler, "configure-arguments"),
            DataFile(file, "c-library", path, "abi", ".tsv"),
            Limits(file, path),
            Macros(file.OptionalSection("rpm")?.Allow(PlatformKeys.All)));

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

    private static PlatformLimits Limits(TomlSection file, string path)
    {
        var limits = file.OptionalSection("limits")?.Allow(PlatformKeys.All);
        var kernel = limits?.OptionalText("kernel");
        Version? version = null;
        if (kernel is not null && !Version.TryParse(kernel, out version))
        {
            throw limits!.Wrong("kernel", "must be a version such as 2.6.18");
        }

        return new PlatformLimits(
            DataFile(file, "c-library", path, "abi", ".toml"),
            DataFile(limits, "base", path, "base", ".tsv"),
            DataFile(limits, "rpm", path, "rpm", ".toml"),
            DataFile(limits, "rpmlint", path, "rpm", ".toml"),
            version,
            Name(limits, "instructions"),
            Name(limits, "processor"));
    }

    private static string? Name(TomlSection? section, string key) =>
        section?.OptionalText(key) is { } name && !ProcessorPattern().IsMatch(name)
            ? throw section.Wrong(key, "must be the name of a processor, such as pentium3")
            : section?.OptionalText(key);

    // Data that several platforms share: a file of that name in a folder beside theirs.
    private static string? DataFile(TomlSection? section, string key, string path, string folder, string suffix)
    {
        if (section?.OptionalText(key) is not { } name)
        {
            return null;
        }

        var file = Path.Combine(Path.GetDirectoryName(path)!, folder, name + suffix);
        return PlainName.IsPlain(name) && File.Exists(file) ? file : throw section.Wrong(key, $"names no file of platforms/{folder}/ that ends in {suffix}; a name may be of {PlainName.Allowed}");
    }

    private static string OneLine(TomlSection section, string key)
    {
        var text = section.Text(key);
        return text.Any(char.IsControl) ? throw section.Wrong(key, "must be of one line, without control characters") : text;
    }

    private static string? Compiler(TomlSection? compiler)
    {
        if (compiler?.OptionalText("cc") is null)
        {
            return null;
        }

        var cc = Flags(compiler, "cc");
        return cc.Length > 0 && (char.IsAsciiLetterOrDigit(cc[0]) || cc[0] == '/') ? cc : throw compiler.Wrong("cc", "must be a compiler's name or full path, and its switches");
    }

    // rpmbuild expands a value wherever it uses it, and runs what "%(...)" holds; names with two underscores in front are
    // rpm's own programs.
    private static ImmutableArray<string> Macros(TomlSection? rpm) =>
        [.. (rpm?.Texts("macros") ?? []).Select(macro => MacroPattern().IsMatch(macro)
            ? macro
            : throw rpm!.Wrong("macros", "must hold a macro's name, not one of rpm's own programs (__), a space and its value each, of letters, digits, spaces and . _ + - = , :"))];

    private static string Flags(TomlSection section, string key)
    {
        var flags = section.Text(key);
        return CompilerFlags.ArePlain(flags) ? flags : throw section.Wrong(key, $"may hold only {CompilerFlags.Allowed}");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex ArchitecturePattern();

    [GeneratedRegex(@"\A_?[A-Za-z][A-Za-z0-9_]* [A-Za-z0-9 ._+=,:-]+\z")]
    private static partial Regex MacroPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.,+=-]*\z")]
    private static partial Regex ProcessorPattern();
}
