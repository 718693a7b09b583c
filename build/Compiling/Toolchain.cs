using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Compiling;

/// <summary>What a machine's compilers and other programs say of themselves, each asked once in a run.</summary>
/// <param name="compiler">The compiler and the switches that choose between its headers ("gcc -m32").</param>
/// <param name="environment">The environment that they run in during the build.</param>
public sealed class Toolchain(string compiler, BuildEnvironment environment)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> versions = new(StringComparer.Ordinal);
    private readonly Lazy<Task<string>> headers = new(() => CompilerHeaders.FingerprintAsync(compiler, environment, CancellationToken.None));

    /// <summary>The compiler and its switches.</summary>
    public string Compiler => compiler;

    /// <summary>The programs that compile and link.</summary>
    public static ImmutableArray<string> Compilers { get; } = ["gcc", "as", "ld", "make"];

    /// <summary>All programs whose version could reach an artifact.</summary>
    public static ImmutableArray<string> All { get; } = [.. Compilers, "patch", "rpmbuild"];

    /// <summary>The first line of what each program says of itself.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Failures.PipelineException">One of them is not on this machine.</exception>
    public async Task<ImmutableSortedDictionary<string, string>> VersionsAsync(ImmutableArray<string> programs, CancellationToken cancellationToken)
    {
        var answers = programs.Select(program => (program, asked: Asked(program))).ToImmutableArray();
        await Task.WhenAll(answers.Select(answer => answer.asked)).WaitAsync(cancellationToken);
        return answers.ToImmutableSortedDictionary(answer => answer.program, answer => answer.asked.Result, StringComparer.Ordinal);
    }

    /// <summary>The fingerprint of the headers that the compiler finds.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<string> HeadersAsync(CancellationToken cancellationToken) => headers.Value.WaitAsync(cancellationToken);

    /// <summary>Asks now, beside what follows, for what will be wanted.</summary>
    /// <param name="programs">The programs.</param>
    public void AskAhead(ImmutableArray<string> programs)
    {
        foreach (var program in programs)
        {
            _ = Task.Run(() => Asked(program));
        }

        _ = Task.Run(() => headers.Value);
    }

    private Task<string> Asked(string program) => versions.GetOrAdd(program, name => new Lazy<Task<string>>(() => VersionAsync(name))).Value;

    private async Task<string> VersionAsync(string program)
    {
        var outcome = await ProcessRunner.CaptureAsync("Configure", environment.In(Path.GetTempPath(), Command.Of(program, "--version")), CancellationToken.None);
        return outcome.StandardOutput.Split('\n')[0].Trim();
    }
}
