using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Packaging;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Rehearsal;

/// <summary>The packages of a rehearsal, and what they find on dom0.</summary>
/// <param name="Files">The full paths of those that dom0 installs.</param>
/// <param name="Provides">What the base system of dom0 provides, as rpm reads it.</param>
/// <param name="Libraries">The C library's files that they need, of this machine for the platform's architecture: where they are, and where their loader looks.</param>
public sealed partial record RehearsedPackages(ImmutableArray<string> Files, ImmutableArray<string> Provides, ImmutableArray<(string Here, string There)> Libraries)
{
    /// <summary>Reads them.</summary>
    /// <param name="step">The step on whose behalf.</param>
    /// <param name="packages">The packages; sources and -devel, which dom0 has no use for, are passed over.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="environment">The environment of rpm and of the compiler, which knows where the libraries are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<RehearsedPackages> ReadAsync(string step, ImmutableArray<string> packages, Platform platform, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(packages.Select(package => RpmPackage.ReadAsync(step, package, environment, cancellationToken)));
        var installed = read.Where(package => !package.IsSource && !package.Name.EndsWith("-devel", StringComparison.Ordinal)).ToList();
        var required = installed.SelectMany(package => package.Requires).Select(dependency => dependency.Name).Where(name => !name.StartsWith("rpmlib(", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var own = installed.SelectMany(package => package.Provides).Select(dependency => dependency.Name).ToHashSet(StringComparer.Ordinal);

        var libraries = new List<(string, string)>();
        foreach (var soname in required.Select(name => SonamePattern().Match(name)).Where(match => match.Success && !own.Contains(match.Value)).Select(match => match.Groups[1].Value).Append(platform.Is64Bit ? "ld-linux-x86-64.so.2" : "ld-linux.so.2").Distinct(StringComparer.Ordinal))
        {
            if (await PlatformLibraries.FindAsync(platform, soname, environment, cancellationToken) is { } path)
            {
                libraries.Add((path, soname.StartsWith("ld-", StringComparison.Ordinal) ? $"/{(platform.Is64Bit ? "lib64" : "lib")}/{soname}" : path));
            }
        }

        // Whether the base system has what they require of it is for the gate on requirements; a platform without a base
        // has all of it, and the C library's capabilities are in no table of packages.
        var baseSystem = platform.Limits.Base is { } path2 ? BaseSystem.Read(path2) : null;
        IEnumerable<string> provides = baseSystem is null
            ? [.. required.Except(own, StringComparer.Ordinal), "/bin/sh", "/sbin/ldconfig", "/sbin/chkconfig"]
            : [.. baseSystem.Provides, .. baseSystem.FileOwners.Where(file => !file.Any(IsReplaced)).Select(file => file.Key), .. required.Where(name => SonamePattern().IsMatch(name) || name.StartsWith("rtld(", StringComparison.Ordinal)).Except(own, StringComparer.Ordinal)];
        return new RehearsedPackages([.. installed.Select(package => package.Path)], [.. provides.Where(name => !name.Contains(' ', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. libraries]);

        bool IsReplaced(string owner) => installed.Any(package => package.Name == owner || package.Obsoletes.Any(obsolete => obsolete.Name == owner));
    }

    [GeneratedRegex(@"^((?:lib|ld-)[^()]*\.so[.0-9]*)(?:\(.*)?$")]
    private static partial Regex SonamePattern();
}
