using System.Collections.Immutable;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Gates;

/// <summary>What a platform's rpm reads.</summary>
/// <param name="Name">Its name and version ("rpm-4.4.2.3").</param>
/// <param name="Capabilities">The rpmlib() capabilities that it has, each with its version.</param>
/// <param name="PayloadFormats">The formats of a payload.</param>
/// <param name="PayloadCompressors">The compressions of a payload.</param>
/// <param name="FileDigests">The digests of files.</param>
/// <param name="Signatures">The kinds of signature, as rpm prints them ("DSA/SHA1").</param>
/// <param name="TagTypes">The types of a header's values.</param>
/// <param name="MaximumTags">The most tags that a header may have.</param>
/// <param name="MaximumData">The most bytes that a header's values may take.</param>
/// <param name="SignatureMaximumTags">The same for the signature's header.</param>
/// <param name="SignatureMaximumData">The same for the signature's header.</param>
/// <param name="SignatureSizeTag">The number of the tag that the signature's header must have.</param>
public sealed record RpmFacts(
    string Name,
    ImmutableDictionary<string, string> Capabilities,
    ImmutableArray<string> PayloadFormats,
    ImmutableArray<string> PayloadCompressors,
    ImmutableArray<string> FileDigests,
    ImmutableArray<string> Signatures,
    ImmutableArray<string> TagTypes,
    long MaximumTags,
    long MaximumData,
    long SignatureMaximumTags,
    long SignatureMaximumData,
    long SignatureSizeTag)
{
    /// <summary>Reads a file of platforms/rpm/.</summary>
    /// <exception cref="Failures.PipelineException">It cannot be read or is wrong.</exception>
    public static RpmFacts Read(string path)
    {
        var file = TomlSection.ReadFile(path).Allow(
            ["capabilities", "payload-formats", "payload-compressors", "file-digests", "signatures", "tag-types", "maximum-tags", "maximum-data", "signature-maximum-tags", "signature-maximum-data", "signature-size-tag"],
            []);
        var capabilities = file.Texts("capabilities").Select(text => text.Split(' ')).ToList();
        if (capabilities.Any(words => words.Length != 2))
        {
            throw file.Wrong("capabilities", "must hold a name and a version each, such as \"CompressedFileNames 3.0.4-1\"");
        }

        return new RpmFacts(
            Path.GetFileNameWithoutExtension(path),
            capabilities.ToImmutableDictionary(words => words[0], words => words[1], StringComparer.Ordinal),
            file.Texts("payload-formats"),
            file.Texts("payload-compressors"),
            file.Texts("file-digests"),
            file.Texts("signatures"),
            file.Texts("tag-types"),
            file.PositiveNumber("maximum-tags"),
            file.PositiveNumber("maximum-data"),
            file.PositiveNumber("signature-maximum-tags"),
            file.PositiveNumber("signature-maximum-data"),
            file.PositiveNumber("signature-size-tag"));
    }
}
