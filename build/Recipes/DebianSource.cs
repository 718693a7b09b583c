namespace Dom0Iptables.Recipes;

/// <summary>A file of a Debian source package that holds the upstream release unchanged.</summary>
/// <param name="Package">The source package's name ("iptables").</param>
/// <param name="FileName">The file's name in it ("iptables_1.8.9.orig.tar.xz").</param>
public sealed record DebianSource(string Package, string FileName);
