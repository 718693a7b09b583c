using System.Diagnostics;
using System.Security.Cryptography;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>A whole build of a real release, in a copy of the project, with a cache of its own.</summary>
internal sealed class RealBuild : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly string[] order;

    private RealBuild(string recipe, string platform, string[] arguments)
    {
        Artifacts = folder.Of("project", "artifacts", recipe, platform);
        Workspace = folder.Of("project", "workspace", recipe, platform);
        order = [$"--recipe={recipe}", $"--platform={platform}", .. SourceOf(recipe)];
        var project = folder.Of("project");
        Directory.CreateDirectory(Path.Combine(project, "build", "bin", "Release"));
        Shell.Run(Repository.Top, $"cp -r recipes platforms specs patches dom0 sources global.json {project}/ && rm -f {project}/sources/*.tar.*");
        Shell.Run(Repository.Top, $"cp -r build/bin/Release/net10.0 {project}/build/bin/Release/");
        using var process = Start(arguments, []);
        Run = PipelineRun.Of(process);
    }

    /// <summary>What the run printed and ended with.</summary>
    public PipelineRun Run { get; }

    /// <summary>Where it handed over.</summary>
    public string Artifacts { get; }

    /// <summary>Where it works.</summary>
    public string Workspace { get; }

    /// <summary>The main package.</summary>
    public string Package => Directory.EnumerateFiles(Artifacts, "*.rpm").Single(file => !file.Contains("-devel-", StringComparison.Ordinal) && !IsDom0(file) && !file.EndsWith(".src.rpm", StringComparison.Ordinal));

    /// <summary>All binary packages, with the main one.</summary>
    public IEnumerable<string> Packages => Directory.EnumerateFiles(Artifacts, "*.rpm").Where(file => !file.EndsWith(".src.rpm", StringComparison.Ordinal));

    /// <summary>What dom0 receives beside it.</summary>
    public string Dom0Package => Directory.EnumerateFiles(Artifacts, "*.noarch.rpm").Single();

    /// <summary>The source packages.</summary>
    public IEnumerable<string> SourcePackages => Directory.EnumerateFiles(Artifacts, "*.src.rpm");

    /// <summary>Builds, or says why it cannot.</summary>
    public static RealBuild Of(string recipe, string platform, params string[] arguments)
    {
        if (recipe == "iptables-1.4.8" && GivenArchive is null)
        {
            Assert.Ignore("the archive of iptables 1.4.8 is neither in sources/ nor named by DOM0_IPTABLES_1_4_8_ARCHIVE");
        }

        var build = new RealBuild(recipe, platform, arguments);
        build.Run.MustEndWith(ExitCode.Success);
        return build;
    }

    /// <summary>A place beside the project for a test's own files.</summary>
    public string Of(params string[] parts) => folder.Of(parts);

    /// <summary>Starts another run in the same place.</summary>
    public Process Start(string[] arguments, (string Name, string Value)[] variables)
    {
        var project = folder.Of("project");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(project, "build/bin/Release/net10.0/Build.dll"), .. order, .. arguments])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = folder.Of("cache");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => folder.Dispose();

    private static bool IsDom0(string file) => Path.GetFileName(file).StartsWith("iptables-dom0-", StringComparison.Ordinal);

    private static string? GivenArchive =>
        new[] { Environment.GetEnvironmentVariable("DOM0_IPTABLES_1_4_8_ARCHIVE"), Path.Combine(Repository.Top, "sources", "iptables-1.4.8.tar.bz2") }.FirstOrDefault(File.Exists);

    // 1.8.9 comes from this machine's own Debian mirror, like a newcomer's. 1.4.8 can only be given by hand.
    private static string[] SourceOf(string recipe)
    {
        if (recipe != "iptables-1.4.8")
        {
            return [];
        }

        using var archive = File.OpenRead(GivenArchive!);
        return [$"--source={GivenArchive}", $"--source-sha256={Convert.ToHexStringLower(SHA256.HashData(archive))}"];
    }
}
