using System.Collections.Immutable;

namespace Dom0Iptables.Recipes;

/// <summary>Every key that a recipe may have.</summary>
public static class RecipeKeys
{
    /// <summary>All of them, in the order of a file.</summary>
    public static ImmutableArray<DataKey> All { get; } =
    [
        new("", "name", "name", true, "the release's name, which the packages bear"),
        new("", "version", "name", true, "its version"),
        new("", "released", "day", true, "the day of the release: the clock of everything that is built from it"),
        new("", "spec", "path", true, "the spec that rpmbuild reads"),
        new("", "patches", "path", false, "the folder of its patches: NNNN-name.patch, applied in order, without fuzz"),
        new("", "fallback", "name", false, "the recipe that --allow-fallback builds where the source cannot be reached"),
        new("source", "", "table", true, "the released archive"),
        new("source", "file", "name", true, "its name; .tar.bz2, .tar.xz or .tar.gz, told by content"),
        new("source", "sha256", "64 hexadecimal digits", false, "its checksum; where none is known, sha1 and md5 together"),
        new("source", "sha1", "40 hexadecimal digits", false, "counts only together with md5"),
        new("source", "md5", "32 hexadecimal digits", false, "counts only together with sha1"),
        new("source", "size", "number", false, "its bytes"),
        new("source", "mirrors", "list of addresses", false, "where it is fetched from, http or https"),
        new("source", "signature", "address", false, "a detached OpenPGP signature; needs keyring"),
        new("source", "keyring", "path", false, "the keys that it may be made with"),
        new("source", "maximum-bytes", "number", true, "what the unpacked tree may take at most"),
        new("source", "maximum-entries", "number", true, "how many files and folders it may have at most"),
        new("source.debian", "", "table", false, "the Debian source package that has the archive unchanged"),
        new("source.debian", "package", "name", true, "its name"),
        new("source.debian", "file", "name", true, "the archive's name in it"),
        new("configure", "", "table", true, "how configure is called"),
        new("configure", "arguments", "list of texts", false, "its arguments beside the flags"),
        new("dom0", "", "table", false, "what dom0 receives beside the release, and is rehearsed with"),
        new("dom0", "spec", "path", true, "the spec of that package"),
        new("dom0", "files", "path", true, "a folder; its content is the package's"),
        new("smoke", "", "table", false, "what the gates have the programs do"),
        new("smoke", "commands", "list of texts", false, "commands that must end with 0, each beginning with a full path"),
        new("smoke", "plugins", "list of texts", false, "PATTERN => COMMAND: for each file of the packages that fits, a command that loads it; what stands in braces is repeated, so that one command loads all of them"),
    ];
}
