using System.Collections.Immutable;
using Dom0Iptables.Handover;
using Dom0Iptables.Journal;
using Dom0Iptables.Provenance;
using Dom0Iptables.Release;

namespace Dom0Iptables.Reproducing;

/// <summary>
/// What manifest, bill of materials, provenance and checksums say of artifacts that have been signed since they were built, or that
/// other machines have compiled: the same as those of the build that they are held against, but for that.
/// </summary>
public static class ExpectedStatements
{
    /// <summary>Writes the statements of a build anew for its artifacts as somebody has them.</summary>
    /// <param name="built">The folder of the build.</param>
    /// <param name="given">The folder of somebody's artifacts.</param>
    /// <param name="givenManifest">Their manifest, or null where there is none.</param>
    /// <param name="signedSince">Those of them that are as they were built but for signatures.</param>
    /// <param name="folder">Where they are written.</param>
    public static void Write(string built, string given, Manifest? givenManifest, IReadOnlySet<string> signedSince, string folder)
    {
        var manifest = HandoverFile.ReadJson<Manifest>(Path.Combine(built, HandoverFile.Manifest));
        ImmutableArray<ManifestFile> now = [.. manifest.Artifacts.Select(artifact => signedSince.Contains(artifact.File) ? ManifestFile.Of(Path.Combine(given, artifact.File)) : artifact)];
        var sums = manifest.Artifacts.Zip(now).Where(pair => signedSince.Contains(pair.First.File)).ToDictionary(pair => pair.First.Sha256, pair => pair.Second.Sha256, StringComparer.Ordinal);
        var expected = manifest with { Sandbox = IsCompiledElsewhere(givenManifest) && givenManifest!.Sandbox.StartsWith(manifest.Sandbox, StringComparison.Ordinal) ? givenManifest.Sandbox : manifest.Sandbox };
        var bill = File.ReadAllText(Path.Combine(built, SpdxDocument.FileName));
        var provenance = File.ReadAllText(Path.Combine(built, SlsaStatement.FileName));
        File.WriteAllText(Path.Combine(folder, SpdxDocument.FileName), sums.Count == 0 && expected.Sandbox == manifest.Sandbox ? bill : SpdxDocument.OfSigned(bill, expected with { Artifacts = now }, sums));
        HandoverFile.WriteJson(Path.Combine(folder, HandoverFile.Manifest), expected);
        File.WriteAllText(Path.Combine(folder, SlsaStatement.FileName), sums.Aggregate(provenance, (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal)));
    }

    /// <summary>Whether other machines have compiled the artifacts of a manifest, so that the walls had an opening. What is built again is compiled here.</summary>
    public static bool IsCompiledElsewhere(Manifest? manifest) => manifest?.Sandbox.Contains(ReleaseInputs.NetworkOfMake, StringComparison.Ordinal) == true;

    /// <summary>Holds a list of checksums against the files beside it.</summary>
    /// <returns>What is wrong with it, a phrase each.</returns>
    /// <param name="given">The folder.</param>
    /// <param name="artifacts">What the list must name, as far as it is there.</param>
    public static IEnumerable<string> FalseSums(string given, IEnumerable<string> artifacts)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(given, HandoverFile.Sums)))
        {
            if (line.Split("  ", 2) is not [{ Length: 64 } sum, { Length: > 0 } name] || name.Contains('/', StringComparison.Ordinal))
            {
                yield return $"'{line}' is no line of checksums";
                continue;
            }

            listed.Add(name);
            var path = Path.Combine(given, name);
            if (File.Exists(path) && Fingerprint.OfFile(path) != sum)
            {
                yield return $"the checksum of {name} is not that of the file";
            }
        }

        foreach (var name in artifacts.Where(name => !listed.Contains(name) && File.Exists(Path.Combine(given, name))))
        {
            yield return $"{name} is not listed";
        }
    }
}
