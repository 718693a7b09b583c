using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;

namespace Dom0Iptables.Recipes;

/// <summary>Reads a recipe's file strictly.</summary>
public static class RecipeReader
{
    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="projectFolder">What the paths in it are relative to.</param>
    /// <exception cref="PipelineException">A key is missing, unknown or wrong (<see cref="ExitCode.Recipe"/>), with its line.</exception>
    public static Recipe Read(string path, string projectFolder)
    {
        var file = TomlSection.ReadFile(path).Allow(RecipeKeys.All);
        var source = file.Section("source").Allow(RecipeKeys.All);
        var recipe = new Recipe(
            Path.GetFileNameWithoutExtension(path),
            path,
            NameOf(file, "name"),
            NameOf(file, "version"),
            file.Day("released"),
            Inside(file, "spec", file.Text("spec"), projectFolder),
            file.OptionalText("patches") is { } patches ? Inside(file, "patches", patches, projectFolder) : null,
            file.OptionalText("fallback") is null ? null : NameOf(file, "fallback"),
            ReadSource(source, projectFolder),
            CompilerFlags.Arguments(file.Section("configure").Allow(RecipeKeys.All), "arguments"),
            file.OptionalSection("dom0") is { } dom0 ? ReadDom0(dom0, projectFolder) : null,
            file.OptionalSection("smoke") is { } smoke ? ReadSmoke(smoke) : null);

        if (!File.Exists(recipe.SpecPath))
        {
            throw file.Wrong("spec", $"names a file that is not there: {recipe.SpecPath}");
        }

        if (recipe.PatchesFolder is not null && !Directory.Exists(recipe.PatchesFolder))
        {
            throw file.Wrong("patches", $"names a folder that is not there: {recipe.PatchesFolder}");
        }

        if (recipe.Fallback is not null && !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, recipe.Fallback + ".toml")))
        {
            throw file.Wrong("fallback", $"names a recipe that is not there: '{recipe.Fallback}'");
        }

        return recipe;
    }

    private static Dom0Recipe ReadDom0(TomlSection section, string projectFolder)
    {
        section.Allow(RecipeKeys.All);
        var read = new Dom0Recipe(Inside(section, "spec", section.Text("spec"), projectFolder), Inside(section, "files", section.Text("files"), projectFolder));
        return !File.Exists(read.SpecPath) ? throw section.Wrong("spec", $"names a file that is not there: {read.SpecPath}")
            : !Directory.Exists(read.FilesFolder) ? throw section.Wrong("files", $"names a folder that is not there: {read.FilesFolder}")
            : read;
    }

    private static SmokeTest ReadSmoke(TomlSection section)
    {
        section.Allow(RecipeKeys.All);
        return new SmokeTest(
            [.. section.Texts("commands").Select(command => PlainCommand(section, "commands", command).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())],
            [.. section.Texts("plugins").Select(text => ReadPlugin(section, text))]);
    }

    private static SmokePlugin ReadPlugin(TomlSection section, string text)
    {
        var parts = text.Split(" => ");
        try
        {
            return parts.Length == 2
                ? SmokePlugin.Of(new Regex($@"\A(?:{parts[0]})\z", RegexOptions.CultureInvariant), PlainCommand(section, "plugins", parts[1])) ?? throw section.Wrong("plugins", "must hold commands with no more than one pair of braces")
                : throw section.Wrong("plugins", "must hold a pattern of files and a command each, with \" => \" between them");
        }
        catch (ArgumentException exception)
        {
            throw section.Wrong("plugins", $"holds no regular expression: {exception.Message}");
        }
    }

    // The first word is what QEMU is told to run: it must not be an option of QEMU's.
    private static string PlainCommand(TomlSection section, string key, string command) =>
        command.StartsWith('/') && !command.Any(char.IsControl)
            ? command
            : throw section.Wrong(key, "must hold commands that begin with a program's full path, in one line each");

    private static SourceRecipe ReadSource(TomlSection source, string projectFolder)
    {
        var debian = source.OptionalSection("debian")?.Allow(RecipeKeys.All);
        var read = new SourceRecipe(
            NameOf(source, "file"),
            Hex(source, "sha256", 64),
            Hex(source, "sha1", 40),
            Hex(source, "md5", 32),
            source.OptionalNumber("size") is null ? null : source.PositiveNumber("size"),
            [.. source.Texts("mirrors").Select(mirror => Address(source, "mirrors", mirror))],
            debian is null ? null : new DebianSource(NameOf(debian, "package"), NameOf(debian, "file")),
            source.OptionalText("signature") is { } signature ? Address(source, "signature", signature) : null,
            source.OptionalText("keyring"),
            source.PositiveNumber("maximum-bytes"),
            (int)Math.Min(int.MaxValue, source.PositiveNumber("maximum-entries")));

        if (read.Sha256 is null && (read.Sha1 is null || read.Md5 is null))
        {
            throw source.Wrong(
                "file",
                read.Sha1 is null && read.Md5 is null
                    ? "has no checksum: give sha256, or sha1 and md5 together"
                    : "has one weak checksum only: sha1 and md5 count only together, or give sha256");
        }

        if (read.Keyring is not null)
        {
            Inside(source, "keyring", read.Keyring, projectFolder);
        }

        if (read.Signature is not null && read.Keyring is null)
        {
            throw source.Wrong("signature", "needs source.keyring, the keys that it may be made with");
        }

        return read;
    }

    // These names become folders, file names and rpm macros' values: nothing that a shell, a path or rpm would read.
    private static string NameOf(TomlSection section, string key)
    {
        var name = section.Text(key);
        return PlainName.IsPlain(name) ? name : throw section.Wrong(key, $"must be of {PlainName.Allowed}");
    }

    private static string? Hex(TomlSection section, string key, int digits)
    {
        var text = section.OptionalText(key);
        return text is null || (text.Length == digits && text.All(char.IsAsciiHexDigit))
            ? text?.ToLowerInvariant()
            : throw section.Wrong(key, $"must be {digits} hexadecimal digits");
    }

    private static Uri Address(TomlSection section, string key, string text) =>
        text.All(letter => letter is > ' ' and <= '~') && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw section.Wrong(key, $"must hold http or https addresses, not '{Printable.Name(text)}'");

    private static string Inside(TomlSection section, string key, string relative, string projectFolder)
    {
        if (relative.Any(char.IsControl))
        {
            throw section.Wrong(key, "holds a control character");
        }

        var path = Path.GetFullPath(relative, projectFolder);
        if (!path.StartsWith(Path.GetFullPath(projectFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw section.Wrong(key, "must lie inside the project");
        }

        return PlainName.IsPlainPath(relative)
            ? path
            : throw section.Wrong(key, $"must be a path from the project's top folder, each part of which may be of {PlainName.Allowed}");
    }
}
