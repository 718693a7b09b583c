using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dom0Iptables.Gates;

/// <summary>What all gates have found.</summary>
/// <param name="Platform">The platform that the packages were held against.</param>
/// <param name="Packages">The file names of the packages.</param>
/// <param name="Verdicts">The verdicts, in the gates' order.</param>
public sealed record GateReport(string Platform, ImmutableArray<string> Packages, ImmutableArray<GateVerdict> Verdicts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a gate refuses the packages.</summary>
    public bool Refuses() => Verdicts.Any(verdict => verdict.Refuses);

    /// <summary>Writes it as JSON.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static GateReport Read(string path) => JsonSerializer.Deserialize<GateReport>(File.ReadAllText(path), Json)!;
}
