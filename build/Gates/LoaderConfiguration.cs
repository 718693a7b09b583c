using System.Collections.Immutable;
using Dom0Iptables.Compiling;

namespace Dom0Iptables.Gates;

/// <summary>Where the packages have the platform's loader look, beside its own folders: by files they bring, or that their scriptlets write.</summary>
internal static class LoaderConfiguration
{
    /// <summary>The folder of its files.</summary>
    public const string Folder = "/etc/ld.so.conf.d/";

    /// <summary>Installs packages into a bare root, and reads what is in that folder then.</summary>
    /// <returns>Folders, each once.</returns>
    public static async Task<ImmutableArray<string>> FoldersAsync(IReadOnlyCollection<ExaminedPackage> packages, BuildEnvironment environment, string root, CancellationToken cancellationToken)
    {
        var scriptlets = packages.SelectMany(package => package.Rpm.Scriptlets)
            .Where(scriptlet => scriptlet is { Moment: "post" or "posttrans", Interpreter: "/bin/sh" })
            .OrderBy(scriptlet => scriptlet.Moment, StringComparer.Ordinal)
            .ToList();
        await BareRoot.MakeAsync(root, packages, environment, cancellationToken);
        var configuration = Directory.CreateDirectory(Path.Join(root, Folder)).FullName;
        foreach (var scriptlet in scriptlets)
        {
            // Whether it ends well is for the gate on scriptlets to say.
            await BareRoot.RunAsync(root, scriptlet, scriptlet.Moment == "post" ? "1" : "0", cancellationToken);
        }

        return
        [
            .. Directory.EnumerateFiles(configuration, "*.conf").Where(file => new FileInfo(file).LinkTarget is null).Order(StringComparer.Ordinal)
                .SelectMany(File.ReadAllLines)
                .Select(line => line.Split('#')[0].Trim().TrimEnd('/'))
                .Where(line => line.StartsWith('/'))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
