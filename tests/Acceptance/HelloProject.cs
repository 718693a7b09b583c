using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A project folder with the compiled pipeline and one recipe, and the runs in it.</summary>
internal sealed class HelloProject(string folder, string cache)
{
    public const string Nobody = "65534";

    public string Folder { get; } = folder;

    public string Cache { get; } = cache;

    public string Workspace => Of("workspace", "hello-1.0", "native");

    public string Artifacts => Of("artifacts", "hello-1.0", "native");

    public string Evidence => Artifacts + ".failed";

    public string Recipe => Of("recipes", "hello-1.0.toml");

    public string Spec => Of("specs", "hello-1.0.spec");

    public string Patch => Of("patches", "hello-1.0", "0001-greet-dom0.patch");

    public string Source => Of("sources", HelloRelease.Archive);

    /// <summary>The argument that keeps make from ending, until <see cref="Release"/>.</summary>
    public const string Hold = "--jobs=4095";

    public string Of(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Replaces a phrase that must be there in one of the project's files.</summary>
    public static void Edit(string file, string phrase, string replacement)
    {
        var text = File.ReadAllText(file);
        Assert.That(text, Does.Contain(phrase));
        File.WriteAllText(file, text.Replace(phrase, replacement, StringComparison.Ordinal));
    }

    /// <summary>Adds a patch that replaces a phrase of the release's own file, and appends to it.</summary>
    public void AddPatch(string file, string phrase, string replacement, string appended = "")
    {
        var scratch = HelloProjects.Scratch();
        Shell.Run(scratch, $"tar xf {Source} && cp -a hello-1.0 a && cp -a hello-1.0 b");
        var changed = Path.Combine(scratch, "b", file);
        Edit(changed, phrase, replacement);
        File.AppendAllText(changed, appended);
        Shell.Run(scratch, $"diff -u a/{file} b/{file} > {Of("patches", "hello-1.0", "0002-change.patch")}; true");
        Edit(Spec, "Patch1: 0001-greet-dom0.patch\n", "Patch1: 0001-greet-dom0.patch\nPatch2: 0002-change.patch\n");
    }

    /// <summary>Adds a platform that is the native one with other flags.</summary>
    public void AddPlatform(string name) =>
        File.WriteAllText(Of("platforms", $"{name}.toml"), File.ReadAllText(Of("platforms", "native.toml")).Replace("-O2", "-O1", StringComparison.Ordinal));

    public PipelineRun Run(params string[] arguments) => Run(new Manner(), arguments);

    public PipelineRun Run(Manner manner, params string[] arguments)
    {
        using var process = Start(manner, arguments);
        return PipelineRun.Of(process);
    }

    /// <summary>Runs what must succeed.</summary>
    public PipelineRun Succeed(Manner manner, params string[] arguments) => Run(manner, arguments).MustEndWith(ExitCode.Success);

    public PipelineRun Succeed(params string[] arguments) => Succeed(new Manner(), arguments);

    /// <summary>Starts a run in a session of its own, as a terminal does.</summary>
    public Process Start(Manner manner, params string[] arguments)
    {
        string[] user = manner.AsNobody ? ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups"] : [];
        string[] given = [.. arguments.Any(argument => argument.StartsWith("--recipe", StringComparison.Ordinal)) ? [] : new[] { "--recipe=hello-1.0" }, "--platform=native", "--no-install", .. arguments];
        var start = new ProcessStartInfo("setsid",
        [
            // Whoever started the tests in the background has had them ignore SIGINT, and a run would inherit that.
            .. user, "env", "--default-signal=INT,TERM", "sh", "-c", "umask $0; exec \"$@\"", manner.Umask,
            "dotnet", Of("build", "bin", "Release", "net10.0", "Build.dll"), .. given,
        ])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in new[] { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SOURCE_DATE_EPOCH", "CFLAGS", "MAKEFLAGS" })
        {
            start.Environment.Remove(variable);
        }

        start.Environment["XDG_CACHE_HOME"] = Cache;
        start.Environment["HOME"] = Path.GetDirectoryName(Cache);
        foreach (var (name, value) in manner.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The checksum of each artifact whose bytes must not depend on who builds it, when, and how.</summary>
    public ImmutableSortedDictionary<string, string> Bytes() =>
        Directory.EnumerateFiles(Artifacts)
            .Where(file => Path.GetFileName(file) is not ("run.json" or "report.html"))
            .ToImmutableSortedDictionary(file => Path.GetFileName(file)!, file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal);

    /// <summary>Every file and folder of the project with its size and times.</summary>
    public string Listing() => Shell.Run(Folder, "find . -path ./build -prune -o -printf '%p %y %m %s %T@ %C@\\n' | LC_ALL=C sort");

    /// <summary>Requires that a failed step has left its evidence, and the last good artifacts as they were.</summary>
    public void MustHaveEvidence(PipelineRun run, ImmutableSortedDictionary<string, string> artifactsBefore, params string[] logs)
    {
        var failure = File.ReadAllText(Path.Combine(Evidence, "failure.txt"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Error, Does.Contain($"The logs of this failure are kept in {Evidence}"));
            Assert.That(run.Error, Does.Contain(failure.Trim()), "failure.txt repeats the message");
            Assert.That(logs.Where(log => !File.Exists(Path.Combine(Evidence, log))), Is.Empty, "logs that are missing in the evidence");
            Assert.That(Bytes(), Is.EqualTo(artifactsBefore), "the last good artifacts");
            Assert.That(Directory.EnumerateFileSystemEntries(Of("artifacts"), "*.partial", SearchOption.AllDirectories), Is.Empty);
        }
    }

    /// <summary>Lets a held make end.</summary>
    public static void Release(Process run)
    {
        foreach (var process in ProcessTree.Below(run.Id).Where(process => process.Command == "sleep 300"))
        {
            Shell.Run("/", $"kill {process.Id}; true");
        }
    }
}
