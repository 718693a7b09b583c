using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Binaries;

/// <summary>Reads ELF files by binutils' readelf.</summary>
public static class ElfReader
{
    private static readonly byte[] Magic = [0x7F, (byte)'E', (byte)'L', (byte)'F'];
    private static readonly ImmutableArray<string> Switches = ["--wide", "--file-header", "--program-headers", "--dynamic", "--dyn-syms", "--version-info", "--relocs", "--notes"];

    /// <summary>Whether a file begins as an ELF file does.</summary>
    public static bool IsElf(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }

    /// <summary>Reads files.</summary>
    /// <param name="step">The step on whose behalf they are read.</param>
    /// <param name="paths">Their full paths.</param>
    /// <param name="environment">The environment of readelf.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What they say, in the order of the paths.</returns>
    /// <exception cref="PipelineException">readelf cannot read one of them (<see cref="ExitCode.Packaging"/>).</exception>
    public static async Task<ImmutableArray<ElfFile>> ReadAsync(string step, IEnumerable<string> paths, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<ElfFile>();

        // As many at once as a command line surely takes.
        foreach (var some in paths.Chunk(500))
        {
            // readelf names the files it reads only where there are several.
            var query = environment.In("/", new Command("readelf", [.. Switches, .. some, .. some.Length == 1 ? some : []]));
            var outcome = await ProcessRunner.CaptureAsync(step, query, cancellationToken);
            var complaint = outcome.StandardError.Split('\n').FirstOrDefault(line => line.Contains("Error:", StringComparison.Ordinal));
            var read = ReadelfOutput.Parse(outcome.StandardOutput).Take(some.Length).ToList();
            if (!outcome.Succeeded || complaint is not null || read.Count != some.Length)
            {
                throw new PipelineException(ExitCode.Packaging, step, $"readelf cannot read a program or library: {complaint ?? outcome.StandardError.Trim()}", "look at the file that it names: it may be cut short", query.ToString(), outcome.ExitCode);
            }

            files.AddRange(read);
        }

        return files.ToImmutable();
    }
}
