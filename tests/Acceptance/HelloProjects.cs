using System.Collections.Immutable;
using System.Security.Cryptography;
using Dom0Iptables.Running;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>
/// Makes the release and its project once for all whole runs, and builds it once. Each test begins with a copy of
/// the project as it was before or after that run, always at the same path: configure writes it into the tree.
/// </summary>
[SetUpFixture]
public sealed class HelloProjects
{
    private static TemporaryFolder? folder;
    private static PipelineRun? first;
    private static ImmutableSortedDictionary<string, string>? firstBytes;

    /// <summary>The run that built <see cref="Built"/>, from nothing.</summary>
    internal static PipelineRun First => first!;

    /// <summary>The checksums of what that run handed over.</summary>
    internal static ImmutableSortedDictionary<string, string> FirstBytes => firstBytes!;

    internal static bool IsRoot { get; } = Dom0Iptables.Machine.Posix.IsRoot;

    /// <summary>The project that no run has been in.</summary>
    internal static HelloProject Fresh() => Reset("fresh");

    /// <summary>The project that has been built.</summary>
    internal static HelloProject Built() => Reset("built");

    /// <summary>A folder of a test's own.</summary>
    internal static string Scratch() => Directory.CreateDirectory(folder!.Of("scratch", Guid.NewGuid().ToString("N"))).FullName;

    internal static void OnlyAsRoot()
    {
        if (!IsRoot)
        {
            Assert.Ignore("only root can do this");
        }
    }

    /// <summary>A copy of the project that nobody owns, at a path of its own.</summary>
    internal static HelloProject OfNobody()
    {
        OnlyAsRoot();
        var home = Scratch();
        Shell.Run(home, $"cp -a {folder!.Of("fresh")} project && cp -a {folder.Of("project", "build")} project/ && chown -R {HelloProject.Nobody}:{HelloProject.Nobody} .");
        return new HelloProject(Path.Combine(home, "project"), Path.Combine(home, "cache"));
    }

    [OneTimeSetUp]
    public void Make()
    {
        foreach (var tool in new[] { "autoconf", "automake", "rpmbuild", "gcc", "make", "setsid" })
        {
            if (Dom0Iptables.Processes.ProcessRunner.FindOnPath(tool) is null)
            {
                Assert.Ignore($"whole runs need {tool}");
            }
        }

        folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        HelloRelease.Make(folder.Of("release"));
        MakeProject(folder.Of("fresh"));
        var pipeline = Path.GetDirectoryName(typeof(Entrance).Assembly.Location)!;
        Shell.Run(folder.Path, $"mkdir -p project/build/bin/Release/net10.0 && cp -p {pipeline}/*.dll {pipeline}/Build.*.json {pipeline}/ld.so.conf project/build/bin/Release/net10.0/");
        var project = Fresh();
        first = project.Succeed();
        firstBytes = project.Bytes();
        Shell.Run(folder.Path, "mkdir built && cd project && find . -mindepth 1 -maxdepth 1 ! -name build -exec cp -a {} ../built/ ';' && cp -a ../cache ../built-cache");
    }

    [OneTimeTearDown]
    public void Remove() => folder?.Dispose();

    private static HelloProject Reset(string snapshot)
    {
        Shell.Run(folder!.Path, $"find project -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {{}} + ; rm -rf cache; cp -a {snapshot}/. project/; if [ -e {snapshot}-cache ]; then cp -a {snapshot}-cache cache; fi");
        return new HelloProject(folder.Of("project"), folder.Of("cache"));
    }

    private static void MakeProject(string top)
    {
        foreach (var part in new[] { "recipes", "platforms", "specs", "patches/hello-1.0", "sources" })
        {
            Directory.CreateDirectory(Path.Combine(top, part));
        }

        var archive = folder!.Of("release", HelloRelease.Archive);
        File.Copy(archive, Path.Combine(top, "sources", HelloRelease.Archive));
        File.WriteAllText(Path.Combine(top, "global.json"), "{}\n");
        File.WriteAllText(Path.Combine(top, "recipes", "hello-1.0.toml"), HelloFiles.Recipe(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))));
        File.WriteAllText(Path.Combine(top, "platforms", "native.toml"), HelloFiles.Platform);
        File.WriteAllText(Path.Combine(top, "specs", "hello-1.0.spec"), HelloFiles.Spec);
        File.WriteAllText(Path.Combine(top, "patches", "hello-1.0", "0001-greet-dom0.patch"), HelloFiles.Patch);
    }
}
