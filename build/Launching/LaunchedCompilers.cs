using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Journal;
using Dom0Iptables.Processes;
using Dom0Iptables.Reporting;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Launching;

/// <summary>
/// Puts a launcher before the compilers of a make: a folder in which it bears the compilers' names is the first in which they are
/// looked for, so that no makefile and no configure is told of it, and what they write is the same.
/// </summary>
/// <param name="launcher">The launcher.</param>
/// <param name="sandbox">Where make runs.</param>
/// <param name="caches">Where compiler caches are kept.</param>
/// <param name="reporter">Told what will not take part.</param>
public sealed class LaunchedCompilers(Launcher launcher, BuildSandbox sandbox, string caches, IReporter reporter)
{
    /// <summary>The variable that names distcc's hosts.</summary>
    public const string DistccHosts = "DISTCC_HOSTS";

    private const string Step = "Make";
    private const string MostBytes = "500M";

    private readonly string links = Path.Combine(sandbox.Workspace.Launcher, "bin");
    private readonly string logs = Path.Combine(sandbox.Workspace.Launcher, "log");

    /// <summary>Makes what make needs.</summary>
    /// <param name="compiler">The compiler and its switches ("gcc -m32").</param>
    /// <param name="key">
    /// What a cache is for: the release and its platform. A build can write whatever it likes into the cache that it uses, so that no
    /// other release's may be the same.
    /// </param>
    /// <param name="tools">The compilers' versions; of other ones nothing is remembered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">
    /// The launcher is not there, or another machine has another compiler (<see cref="ExitCode.MissingTool"/>), or it is not told
    /// where to compile (<see cref="ExitCode.Usage"/>).
    /// </exception>
    public async Task<SandboxAddition> PrepareAsync(string compiler, IEnumerable<string> key, IEnumerable<string> tools, CancellationToken cancellationToken)
    {
        var program = ProcessRunner.FindOnPath(launcher.Name, BuildEnvironment.SearchPath)
            ?? throw ProcessRunner.Missing(Step, Command.Of(launcher.Name), null);
        TreeCopy.Remove(sandbox.Workspace.Launcher);
        Directory.CreateDirectory(links);
        Directory.CreateDirectory(logs);
        foreach (var name in new[] { "gcc", "cc", "g++", "c++", compiler.Split(' ')[0] }.Distinct(StringComparer.Ordinal))
        {
            Place(program, name);
        }

        var state = Fingerprint.OfTexts(tools)[..16];

        // icecc keeps there what it sends to all machines, whatever they compile.
        var cache = Directory.CreateDirectory(Path.Combine(caches, launcher.Name, launcher.Kind == LauncherKind.Cache ? Fingerprint.OfTexts(key)[..16] : state)).FullName;
        var lentCache = sandbox.Lend(cache, "compiler-cache") with { IsWritable = launcher.Kind == LauncherKind.Cache };
        var addition = new SandboxAddition(
            [SandboxMount.Readable(sandbox, links), SandboxMount.Writable(sandbox, logs), lentCache],
            Variables(lentCache.There, state),
            sandbox.PathOf(links),
            launcher.Kind == LauncherKind.Distributor);
        return launcher.Name switch
        {
            "distcc" => await new DistccHosts(sandbox, reporter).TryAsync(addition, compiler, cancellationToken),
            "icecc" => addition with { Variables = addition.Variables.Add("ICECC_VERSION", Path.Combine(lentCache.There, await IceccEnvironment.MakeAsync(sandbox, lentCache, cancellationToken))) },
            _ => addition,
        };
    }

    /// <summary>What the launcher did in the last make, for a person; null where it does not say.</summary>
    public string? Told() => launcher.Name switch
    {
        "ccache" => LauncherLog.OfCcache(LogLines()),
        "distcc" => LauncherLog.OfDistcc(LogLines()),
        "icecc" => LauncherLog.OfIcecc(LogLines()),
        _ => null,
    };

    private void Place(string program, string compiler)
    {
        var place = Path.Combine(links, compiler);
        if (launcher.ReadsItsName)
        {
            File.CreateSymbolicLink(place, program);
        }
        else if (ProcessRunner.FindOnPath(compiler, BuildEnvironment.SearchPath) is { } real)
        {
            File.WriteAllText(place, $"#!{BuildEnvironment.Shell}\nexec {ShellWord.Quote(program)} {ShellWord.Quote(real)} \"$@\"\n");
            File.SetUnixFileMode(place, (UnixFileMode)0x1ed);
        }
    }

    private string[] LogLines() => File.Exists(LogOf(logs)) ? File.ReadAllLines(LogOf(logs)) : [];

    private string LogOf(string folder) => Path.Combine(folder, launcher.Name + ".log");

    private ImmutableSortedDictionary<string, string> Variables(string cache, string state) => (launcher.Name switch
    {
        "ccache" => new Dictionary<string, string>
        {
            ["CCACHE_COMPILERCHECK"] = "string:" + state,
            ["CCACHE_CONFIGPATH"] = Path.Combine(cache, "ccache.conf"),
            // With the compiler's own list of what it has read there need be no run of the preprocessor before the first.
            ["CCACHE_DEPEND"] = "1",
            ["CCACHE_DIR"] = cache,
            ["CCACHE_MAXSIZE"] = MostBytes,
            ["CCACHE_STATSLOG"] = LogOf(sandbox.PathOf(logs)),
        },
        "sccache" => new Dictionary<string, string>
        {
            ["SCCACHE_CACHE_SIZE"] = MostBytes,
            ["SCCACHE_DIR"] = Path.Combine(cache, state),
            ["SCCACHE_ERROR_LOG"] = LogOf(sandbox.PathOf(logs)),
        },
        "distcc" => new Dictionary<string, string>
        {
            [DistccHosts] = Environment.GetEnvironmentVariable(DistccHosts) is { } hosts && !string.IsNullOrWhiteSpace(hosts)
                ? hosts
                : throw new PipelineException(ExitCode.Usage, Step, $"distcc is not told where to compile: {DistccHosts} is not set", $"run it as {DistccHosts}=\"localhost HOST/4 HOST/4\" ./build.sh --launcher=distcc --jobs=10"),
            ["DISTCC_LOG"] = LogOf(sandbox.PathOf(logs)),
            // Debian's would ask for x86_64-linux-gnu-gcc, which other systems do not have.
            ["DISTCC_NO_REWRITE_CROSS"] = "1",
        },
        _ => new Dictionary<string, string>
        {
            ["ICECC_DEBUG"] = "info",
            ["ICECC_LOGFILE"] = LogOf(sandbox.PathOf(logs)),
        },
    }).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
