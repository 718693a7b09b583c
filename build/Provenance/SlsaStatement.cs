using System.Globalization;
using System.Text.Json.Nodes;
using Dom0Iptables.Handover;

namespace Dom0Iptables.Provenance;

/// <summary>
/// How the artifacts came to be: an in-toto Statement v1 (https://github.com/in-toto/attestation/tree/main/spec/v1)
/// with SLSA's provenance v1 (https://slsa.dev/spec/v1.0/provenance) as its predicate. It is not signed: whoever
/// publishes the artifacts puts it into an envelope of his own. The same manifest gives the same bytes, which is why
/// it has no invocationId, startedOn or finishedOn, optional all three: run.json, which differs from run to run, has
/// when and how long.
/// </summary>
public static class SlsaStatement
{
    /// <summary>The statement's name among the artifacts.</summary>
    public const string FileName = "provenance.intoto.json";

    /// <summary>How it was built: by this pipeline's tasks from Fetch to Default. Raised when a parameter changes its meaning.</summary>
    public const string BuildType = "urn:dom0-iptables:build:v1";

    /// <summary>Who built it: a machine that its operator vouches for, which is no more than SLSA Build L1.</summary>
    public const string Builder = "urn:dom0-iptables:builder:maintenance-machine";

    // To SLSA an empty value is the same as none, but flags that are left out are not the platform's. No flag has parentheses.
    private const string LeftOut = "(left out)";

    /// <summary>Writes it.</summary>
    /// <param name="manifest">What was built from what, with what.</param>
    /// <param name="facts">What the manifest does not say.</param>
    /// <returns>The JSON text, with a line break at its end.</returns>
    /// <exception cref="ArgumentException">The manifest names a patch or spec that the facts lack.</exception>
    public static string Of(Manifest manifest, BuildFacts facts) => DeterministicJson.Text(new JsonObject
    {
        ["_type"] = "https://in-toto.io/Statement/v1",
        ["subject"] = DeterministicJson.Array(manifest.Artifacts.Select(artifact => Descriptor(artifact.File, ("sha256", artifact.Sha256)))),
        ["predicateType"] = "https://slsa.dev/provenance/v1",
        ["predicate"] = new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = BuildType,
                ["externalParameters"] = External(manifest, facts),
                ["internalParameters"] = Internal(manifest),
                ["resolvedDependencies"] = DeterministicJson.Array(
                [
                    SourceArchive(manifest, facts),
                    .. manifest.Patches.Append(manifest.Spec).Select(facts.Material).Concat(facts.Dom0Materials).Select(file => Descriptor(file.Name, ("sha256", file.Sha256), ("sha1", file.Sha1))),
                ]),
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject
                {
                    ["id"] = Builder,

                    // The programs are the builder's own: a dependency would have to bear a checksum or an address.
                    ["version"] = Map([KeyValuePair.Create(Pipeline.Name, Pipeline.Version), .. manifest.Tools]),
                },
            },
        },
    });

    // All that an operator can say and that reaches an artifact.
    private static JsonObject External(Manifest manifest, BuildFacts facts)
    {
        var parameters = new JsonObject
        {
            ["recipe"] = manifest.RequestedRecipe,
            ["platform"] = manifest.Platform,
            ["sourceDateEpoch"] = manifest.SourceDateEpoch.ToString(CultureInfo.InvariantCulture),
            ["stamp"] = facts.Stamp,
        };
        Flags("cflags", facts.CFlags);
        Flags("cxxflags", facts.CxxFlags);
        if (manifest.Recipe != manifest.RequestedRecipe)
        {
            parameters["allowFallback"] = "true";
        }

        if (!manifest.Source.IsRecipes)
        {
            parameters["source"] = manifest.Source.File;
            parameters["sourceSha256"] = manifest.Source.Sha256;
        }

        return parameters;

        void Flags(string name, string? value)
        {
            if (value is not null)
            {
                parameters[name] = value.Length == 0 ? LeftOut : value;
            }
        }
    }

    private static JsonObject Internal(Manifest manifest) => new()
    {
        ["builtRecipe"] = manifest.Recipe,
        ["configureArguments"] = DeterministicJson.Texts(manifest.ConfigureArguments),
        ["environment"] = Map(manifest.Environment),
    };

    private static JsonObject SourceArchive(Manifest manifest, BuildFacts facts)
    {
        var source = manifest.Source;
        var address = source.IsRecipes ? facts.Mirrors.FirstOrDefault() : null;
        var descriptor = Descriptor(source.File, ("sha256", source.Sha256), ("sha1", source.Sha1), ("md5", source.Md5));
        descriptor["uri"] = PackageUrl.OfArchive(manifest.Name, manifest.Version, source.Sha256, address);
        if (address is not null)
        {
            descriptor["downloadLocation"] = address.AbsoluteUri;
        }

        descriptor["annotations"] = new JsonObject { ["verified"] = DeterministicJson.Texts(source.Verified) };
        return descriptor;
    }

    private static JsonObject Descriptor(string name, params IEnumerable<(string Algorithm, string Value)> digests) => new()
    {
        ["name"] = name,
        ["digest"] = Map(digests.Select(digest => KeyValuePair.Create(digest.Algorithm, digest.Value))),
    };

    private static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}
