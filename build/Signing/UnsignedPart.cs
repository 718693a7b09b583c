using System.Security.Cryptography;
using Dom0Iptables.Failures;
using Dom0Iptables.Packaging;

namespace Dom0Iptables.Signing;

/// <summary>
/// A package without its signature header: lead, header and payload. Signing changes nothing else, so that this part of a
/// signed package is that of the unsigned one, and of any other build from the same inputs.
/// </summary>
public static class UnsignedPart
{
    private const int LeadSize = 96;
    private const int IntroSize = 16;
    private const int EntrySize = 16;
    private const int Alignment = 8;

    /// <summary>The SHA-256 of a package without its signature header, in lower-case hex.</summary>
    /// <param name="package">The package's path.</param>
    /// <exception cref="PipelineException">It is cut short or no package (<see cref="ExitCode.Packaging"/>).</exception>
    public static string Sha256(string package)
    {
        var (start, _) = HeaderOf(package);
        using var file = File.OpenRead(package);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lead = new byte[LeadSize];
        file.ReadExactly(lead);
        hash.AppendData(lead);
        file.Seek(start, SeekOrigin.Begin);
        var buffer = new byte[1 << 16];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes what a package's signatures are made over.</summary>
    /// <param name="package">The package's path.</param>
    /// <param name="withPayload">Header and payload, as rpm's own kind before version 4 has it; else the header alone.</param>
    /// <param name="copy">The file that receives it.</param>
    internal static void WriteSigned(string package, bool withPayload, string copy)
    {
        var (start, end) = HeaderOf(package);
        using var from = File.OpenRead(package);
        using var to = File.Create(copy);
        from.Seek(start, SeekOrigin.Begin);
        if (withPayload)
        {
            from.CopyTo(to);
            return;
        }

        var header = new byte[end - start];
        from.ReadExactly(header);
        to.Write(header);
    }

    private static (long Start, long End) HeaderOf(string package)
    {
        var (signature, main) = RpmHeaderIndex.Read(SigningFailure.Step, package);
        var signatureEnd = LeadSize + SizeOf(signature);
        var start = (signatureEnd + Alignment - 1) / Alignment * Alignment;
        return (start, start + SizeOf(main));
    }

    private static long SizeOf(RpmHeaderIndex header) => IntroSize + (EntrySize * (long)header.Entries.Length) + header.DataSize;
}
