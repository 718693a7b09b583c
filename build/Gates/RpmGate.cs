using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Compiling;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Gates;

/// <summary>The platform's rpm can read the packages: what they ask of it, how they are packed, signed and stored.</summary>
public sealed class RpmGate : IGate
{
    private const string Prefix = "rpmlib(";

    /// <inheritdoc/>
    public string Name => "rpm";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Platform.Limits.Rpm is not { } path)
        {
            return GateVerdict.Unchecked(Name, "the platform names no rpm");
        }

        var facts = RpmFacts.Read(path);
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        foreach (var package in subject.Packages)
        {
            findings.AddRange(Problems(package.Rpm, facts).Select(problem => new GateFinding($"{package.Rpm.FileName} {problem.What}".TrimEnd(), problem.Problem, problem.NextStep)));
            findings.AddRange(await SignaturesAsync(package.Rpm, facts, subject.Environment, cancellationToken));
        }

        var asked = subject.Packages.SelectMany(package => package.Rpm.Requires).Where(dependency => dependency.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(dependency => dependency.Name[Prefix.Length..^1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new GateVerdict(
            Name,
            $"rpmlib: {string.Join(", ", asked)}; {string.Join(", ", subject.Packages.Select(package => Digest(package.Rpm)).Distinct(StringComparer.Ordinal))}, {string.Join(", ", subject.Packages.Select(package => package.Rpm.Text("Payloadcompressor")).Distinct(StringComparer.Ordinal))}",
            facts.Name,
            findings.ToImmutable());
    }

    private static IEnumerable<(string What, string Problem, string NextStep)> Problems(RpmPackage package, RpmFacts facts)
    {
        const string macros = "set it in [rpm] of the platform's file";
        foreach (var dependency in package.Requires.Where(dependency => dependency.Name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var capability = dependency.Name[Prefix.Length..^1];
            if (!facts.Capabilities.TryGetValue(capability, out var version))
            {
                yield return (dependency.Name, $"{facts.Name} has no such capability", "leave out of the spec what needs it, or set [rpm] macros in the platform's file");
            }
            else if (VersionOf(dependency.Version) > VersionOf(version))
            {
                yield return (dependency.Name, $"asks for {dependency.Version}; {facts.Name} has {version}", "leave out of the spec what needs it");
            }
        }

        if (!facts.PayloadFormats.Contains(package.Text("Payloadformat")))
        {
            yield return ("payload", $"is {package.Text("Payloadformat")}; {facts.Name} reads {string.Join(", ", facts.PayloadFormats)}", macros);
        }

        if (package.Text("Payloadcompressor") is { Length: > 0 } compressor && !facts.PayloadCompressors.Contains(compressor))
        {
            yield return ("payload", $"is compressed by {compressor}; {facts.Name} reads {string.Join(", ", facts.PayloadCompressors)}", $"{macros}: _binary_payload w9.gzdio");
        }

        if (!facts.FileDigests.Contains(Digest(package)))
        {
            yield return ("file digests", $"are {Digest(package)}; {facts.Name} knows {string.Join(", ", facts.FileDigests)}", $"{macros}: _binary_filedigest_algorithm 1, _source_filedigest_algorithm 1");
        }

        var (signature, main) = RpmHeaderIndex.Read(GateSubject.Step, package.Path);
        if (!signature.Entries.Any(entry => entry.Tag == facts.SignatureSizeTag))
        {
            yield return ("signature header", $"lacks the package's size (tag {facts.SignatureSizeTag.ToString(CultureInfo.InvariantCulture)}), without which {facts.Name} refuses it", "pack it by rpmbuild, smaller than 4 GB");
        }

        foreach (var (name, index, maximumTags, maximumData) in new[] { ("signature header", signature, facts.SignatureMaximumTags, facts.SignatureMaximumData), ("header", main, facts.MaximumTags, facts.MaximumData) })
        {
            foreach (var entry in index.Entries.Where(entry => !facts.TagTypes.Contains(entry.Type)))
            {
                yield return ($"{name}, tag {entry.Tag.ToString(CultureInfo.InvariantCulture)}", $"is of the type {entry.Type}, which {facts.Name} cannot read", "leave out what it stands for (files over 4 GB have 64-bit sizes)");
            }

            if (index.Entries.Length > maximumTags || index.DataSize > maximumData)
            {
                yield return (name, $"has {index.Entries.Length} tags in {index.DataSize} bytes; {facts.Name} takes {maximumTags} in {maximumData}", "pack fewer files into one package, or sign it with a smaller key");
            }
        }
    }

    private static async Task<IEnumerable<GateFinding>> SignaturesAsync(RpmPackage package, RpmFacts facts, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        const string format = @"%{DSAHEADER:pgpsig}\n%{RSAHEADER:pgpsig}\n%{SIGPGP:pgpsig}\n%{SIGGPG:pgpsig}\n";
        var query = environment.In("/", Command.Of("rpm", "-qp", "--nosignature", "--qf", format, package.Path));
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, query, cancellationToken);
        return outcome.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line != "(none)")
            .Select(line => line.Split(',')[0].Trim())
            .Distinct(StringComparer.Ordinal)
            .Where(kind => !facts.Signatures.Contains(kind))
            .Select(kind => new GateFinding($"{package.FileName} signature", $"is {kind}; {facts.Name} takes {string.Join(", ", facts.Signatures)}, or none", "sign it with a DSA key of 1024 bits and SHA-1, or not at all"));
    }

    private static string Digest(RpmPackage package) => package.FileDigestAlgorithm switch
    {
        1 => "MD5",
        2 => "SHA-1",
        8 => "SHA-256",
        9 => "SHA-384",
        10 => "SHA-512",
        var other => $"digest {other.ToString(CultureInfo.InvariantCulture)}",
    };

    private static Version VersionOf(string version) => Version.TryParse(version.Split('-')[0], out var read) ? read : new Version(0, 0);
}
