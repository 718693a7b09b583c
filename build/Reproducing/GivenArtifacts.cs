using System.Collections.Immutable;
using System.Text.Json;
using Dom0Iptables.Failures;
using Dom0Iptables.Handover;
using Dom0Iptables.Text;

namespace Dom0Iptables.Reproducing;

/// <summary>A folder of somebody's artifacts. Nothing in it is believed but what the comparison shows.</summary>
/// <param name="Folder">Its full path.</param>
/// <param name="Manifest">Its manifest, or null where there is none.</param>
/// <param name="SourcePackages">The paths of its source packages.</param>
public sealed record GivenArtifacts(string Folder, Manifest? Manifest, ImmutableArray<string> SourcePackages)
{
    // No manifest of ours takes a hundredth of it.
    private const long MostManifestBytes = 1 << 20;

    /// <summary>Reads it.</summary>
    /// <exception cref="PipelineException">There is no such folder, or nothing in it says what it was made of (<see cref="ExitCode.Usage"/>); its manifest is none (<see cref="ExitCode.Reproduction"/>).</exception>
    public static GivenArtifacts Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new PipelineException(ExitCode.Usage, Verification.Step, $"there is no folder {folder}", "name the folder of the artifacts by --against=DIR");
        }

        var manifest = Path.Combine(folder, HandoverFile.Manifest);
        var sourcePackages = Directory.EnumerateFiles(folder, "*.src.rpm").Order(StringComparer.Ordinal).ToImmutableArray();
        return !File.Exists(manifest) && sourcePackages.IsEmpty
            ? throw new PipelineException(ExitCode.Usage, Verification.Step, $"{folder} holds neither a {HandoverFile.Manifest} nor a source package, and so nothing to build from", "put the source package or the manifest there that came with the packages")
            : new GivenArtifacts(folder, File.Exists(manifest) ? ReadManifest(manifest) : null, sourcePackages);
    }

    /// <summary>The path of a file in it.</summary>
    public string Of(string file) => Path.Combine(Folder, file);

    private static Manifest ReadManifest(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostManifestBytes)
            {
                throw new JsonException("it is too long");
            }

            var manifest = HandoverFile.ReadJson<Manifest>(path);
            var isWhole = manifest is { RequestedRecipe: not null, Recipe: not null, Name: not null, Version: not null, Platform: not null, Source: { File: not null, Sha256: not null }, Sandbox: not null, Tools: not null, ConfigureArguments.IsDefault: false, Artifacts.IsDefault: false }
                && manifest.ConfigureArguments.All(argument => argument is not null)
                && manifest.Artifacts.All(artifact => artifact is { File: not null, Sha256: not null });
            return isWhole
                ? manifest
                : throw new JsonException("it lacks a key");
        }
        catch (JsonException exception)
        {
            throw new PipelineException(ExitCode.Reproduction, Verification.Step, $"{path} is no manifest of this pipeline: {Printable.Line(exception.Message)}", "ask for the manifest again, or take it away: the source packages suffice", innerException: exception);
        }
    }
}
