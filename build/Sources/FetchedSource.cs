using Dom0Iptables.Failures;
using Dom0Iptables.Journal;

namespace Dom0Iptables.Sources;

/// <summary>A source archive that is whole and verified.</summary>
/// <param name="Path">Where it is, in the user's cache, in a folder named by its checksum.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sha1">Lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
/// <param name="Origin">Where this run got it, for people; it differs from machine to machine.</param>
/// <param name="Proof">How it was verified; it does not differ from machine to machine.</param>
public sealed record FetchedSource(string Path, long Size, string Sha256, string Sha1, string Md5, string Origin, SourceProof Proof)
{
    /// <summary>When the fetch began.</summary>
    public DateTimeOffset Began { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The archive's name without any folder.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Refuses an archive that is not any more what was verified: between two runs it lies where others may write.</summary>
    /// <param name="step">Who is about to read it.</param>
    /// <exception cref="PipelineException">It has other bytes (<see cref="ExitCode.SourceMismatch"/>), or is gone (<see cref="ExitCode.StepOrder"/>).</exception>
    public void RefuseChanged(string step)
    {
        if (!File.Exists(Path))
        {
            throw new PipelineException(ExitCode.StepOrder, step, $"the source that Fetch left is gone: {Path}", $"run ./build.sh --target={step} without --exclusive, which runs Fetch first");
        }

        var sha256 = Fingerprint.OfFile(Path);
        if (sha256 != Sha256)
        {
            throw new PipelineException(
                ExitCode.SourceMismatch,
                step,
                $"{Path} has changed since it was verified: its SHA-256 was {Sha256} and is {sha256}",
                $"find out who writes to that folder; ./build.sh --target={step} without --exclusive fetches the archive again");
        }
    }
}
