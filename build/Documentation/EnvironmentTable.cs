using System.Collections.Immutable;

namespace Dom0Iptables.Documentation;

/// <summary>The variables of the environment that make a difference. What a build itself sees is none of them: it has nine of its own.</summary>
public static class EnvironmentTable
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<NamedFact> All { get; } =
    [
        new("SOURCE_DATE_EPOCH", "the time that everything made in the build bears, in seconds since 1970; by default the day of the release"),
        new("XDG_CACHE_HOME", "where the cache is; ~/.cache where it is not set or not a full path"),
        new("https_proxy, http_proxy, no_proxy", "the proxies by which sources are fetched"),
        new("PATH", "where the programs are looked for"),
        new("HOME", "where .cache is, and gpg's keys"),
        new("DISTCC_HOSTS", "with --launcher=distcc: the machines that compile, as distcc takes them"),
        new("GPG_TTY", "the terminal on which gpg-agent asks for a passphrase; by default that of the run"),
        new("CI, TERM", "where CI is set, or TERM is not or is dumb, the steps are not drawn over and over, but told in lines"),
        new("GITHUB_ACTIONS, GITLAB_CI", "where one is set, the log is parted into the groups of that service"),
        new("NO_COLOR", "where it is set, nothing is coloured"),
        new("DOM0_IPTABLES_1_4_8_ARCHIVE", "for the tests: the archive of iptables 1.4.8, where it is not in sources/"),
        new("DOM0_IPTABLES_XEN", "for the tests: \"build\", or a folder of packages to be rehearsed on a real Xen"),
    ];
}
