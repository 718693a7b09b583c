using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dom0Iptables.Rehearsal;

/// <summary>What all scenes of a rehearsal showed.</summary>
/// <param name="Platform">The platform whose dom0 was played.</param>
/// <param name="Packages">The file names of the packages.</param>
/// <param name="Scenes">The scenes.</param>
public sealed record RehearsalReport(string Platform, ImmutableArray<string> Packages, ImmutableArray<SceneResult> Scenes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether the packages are not what they are for, or that has not been shown.</summary>
    public bool Refuses() => Scenes.Any(scene => scene.Refuses());

    /// <summary>The scenes in which something was looked at; the others could not be played.</summary>
    public ImmutableArray<SceneResult> Played() => [.. Scenes.Where(scene => scene.Checks.Any(check => check.Result != CheckResult.Skip))];

    /// <summary>Writes it as JSON.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static RehearsalReport Read(string path) => JsonSerializer.Deserialize<RehearsalReport>(File.ReadAllText(path), Json)!;
}
