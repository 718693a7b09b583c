using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Compiling;

/// <summary>The whole environment that configure, make, make install and rpmbuild get: the same for everybody.</summary>
/// <param name="Home">HOME: an empty folder.</param>
/// <param name="Epoch">SOURCE_DATE_EPOCH.</param>
public sealed record BuildEnvironment(string Home, DateTimeOffset Epoch)
{
    /// <summary>
    /// The shell of configure and make. Left to themselves they write the one they find into what they make, and run
    /// rules by /bin/sh, which is another shell on another machine, with another echo. libtool is a shell script that is
    /// started for each file that is compiled, and dash starts it in half of bash's time.
    /// </summary>
    public const string Shell = "/bin/dash";

    /// <summary>Where the programs of a build are looked for.</summary>
    public const string SearchPath = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin";

    /// <summary>The variables and their values.</summary>
    public ImmutableSortedDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["CONFIG_SHELL"] = Shell,
        ["HOME"] = Home,
        ["LC_ALL"] = "C",
        ["PATH"] = SearchPath,
        // Libraries that only this machine has must not be found: dom0 would lack them.
        ["PKG_CONFIG_LIBDIR"] = Path.Combine(Home, "no-libraries-of-this-machine"),
        ["SHELL"] = "/bin/sh",
        ["SOURCE_DATE_EPOCH"] = Epoch.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ["TZ"] = "UTC",
        ["USER"] = "builder",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A command in this environment, in a folder.</summary>
    public Command In(string folder, Command command)
    {
        Directory.CreateDirectory(Home);
        return command with { WorkingDirectory = folder, Environment = Variables };
    }
}
