using Dom0Iptables.Failures;

namespace Dom0Iptables.Workspaces;

/// <summary>Where the project's folders are. Nothing else in the pipeline knows their names.</summary>
/// <param name="Top">The full path of the project's top folder.</param>
/// <param name="Cache">The full path of the user's cache of the pipeline.</param>
public sealed record ProjectLayout(string Top, string Cache)
{
    /// <summary>Archives that a person put there.</summary>
    public string Sources => Path.Combine(Top, "sources");

    /// <summary>The link-time C libraries that were made, one for each platform and compiler.</summary>
    public string LinkLibraries => Path.Combine(Cache, "c-libraries");

    /// <summary>What compiler caches remember.</summary>
    public string CompilerCaches => Path.Combine(Cache, "compilers");

    /// <summary>Debian's packages that virtual machines are made of, unpacked.</summary>
    public string DebianPackages => Path.Combine(Cache, "debian");

    /// <summary>The tests' project.</summary>
    public string TestsProject => Path.Combine(Top, "tests", "Tests.csproj");

    /// <summary>The pipeline's project.</summary>
    public string BuildProject => Path.Combine(Top, "build", "Build.csproj");

    /// <summary>All workspaces.</summary>
    public string Workspaces => Path.Combine(Top, "workspace");

    /// <summary>What runs hand over.</summary>
    public string Artifacts => Path.Combine(Top, "artifacts");

    /// <summary>The results of the tests.</summary>
    public string TestResults => Path.Combine(Workspaces, "tests");

    /// <summary>Where packages that were given by hand are held against a platform.</summary>
    public Workspace WorkspaceOfGivenPackages(string platform) => new(Path.Combine(Workspaces, "given", platform));

    /// <summary>Where somebody's artifacts are built again.</summary>
    public Workspace WorkspaceOfVerification => new(Path.Combine(Workspaces, "verified"));

    /// <summary>The folder a run of one recipe and platform works in.</summary>
    public Workspace Workspace(string recipe, string platform) => new(Path.Combine(Workspaces, recipe, platform));

    /// <summary>Where the artifacts of one recipe and platform are handed over.</summary>
    public string ArtifactsOf(string recipe, string platform) => Path.Combine(Artifacts, recipe, platform);

    /// <summary>The yum repository of a platform.</summary>
    public string RepositoryOf(string platform) => Path.Combine(Artifacts, "yum", platform);

    /// <summary>What is locked while a platform's yum repository is written.</summary>
    public Workspace WorkspaceOfRepository(string platform) => new(Path.Combine(Workspaces, "yum", platform));

    /// <summary>Where the evidence of a failed run of one recipe and platform is kept.</summary>
    public string EvidenceOf(string recipe, string platform) => Path.Combine(Artifacts, recipe, platform + ".failed");

    /// <summary>Finds the project above the pipeline's own assembly, and the cache by the XDG rules.</summary>
    /// <exception cref="PipelineException">The assembly does not lie in the project.</exception>
    public static ProjectLayout Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "recipes")) && File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return new ProjectLayout(folder.FullName, CacheFolder());
            }
        }

        throw new PipelineException(ExitCode.Unexpected, "Start", $"no project lies above {AppContext.BaseDirectory}", "start the pipeline with ./build.sh");
    }

    // https://specifications.freedesktop.org/basedir-spec: a relative XDG_CACHE_HOME is to be ignored.
    private static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            var home = Environment.GetEnvironmentVariable("HOME");
            cache = string.IsNullOrEmpty(home) ? Path.Combine(Path.GetTempPath(), ".cache") : Path.Combine(home, ".cache");
        }

        return Path.Combine(cache, "dom0-iptables");
    }
}
