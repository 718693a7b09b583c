using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dom0Iptables.HtmlReport;
using Dom0Iptables.Rehearsal;

namespace Dom0Iptables.Handover;

/// <summary>Writes the files of a folder that is handed over.</summary>
internal static class HandoverFile
{
    /// <summary>The manifest's name.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The name of the list of checksums.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>The name of what the rehearsal showed.</summary>
    public const string Rehearsal = "rehearsal.json";

    /// <summary>The name of what the rehearsal on a real Xen showed, where there was one.</summary>
    public const string XenRehearsal = "rehearsal-xen.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The names of what tells of a run: no two runs, and no source, give the same.</summary>
    public static ImmutableHashSet<string> OfARun { get; } = ["error.log", Rehearsal, XenRehearsal, RunRecord.FileName, ReportWriter.FileName];

    /// <summary>What the rehearsal on a real Xen showed of the packages in a folder that is handed over; null where there was none.</summary>
    public static RehearsalReport? ReadXenRehearsal(string folder) => Path.Combine(folder, XenRehearsal) is var path && File.Exists(path) ? RehearsalReport.Read(path) : null;

    /// <summary>Copies a file into a folder under its own name.</summary>
    /// <returns>The copy's full path.</returns>
    public static string CopyInto(string folder, string file)
    {
        var copy = Path.Combine(folder, Path.GetFileName(file));
        File.Copy(file, copy);
        return copy;
    }

    /// <summary>Writes a value as JSON that a person can read.</summary>
    public static void WriteJson<T>(string path, T value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");

    /// <summary>Reads a value that <see cref="WriteJson"/> has written.</summary>
    /// <exception cref="JsonException">It is no such value.</exception>
    public static T ReadJson<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) ?? throw new JsonException($"{path} holds nothing");

    /// <summary>Writes the checksums of all that lies in a folder, but for logs, as sha256sum(1) checks them.</summary>
    public static void WriteSums(string folder) =>
        File.WriteAllLines(
            Path.Combine(folder, Sums),
            Directory.EnumerateFiles(folder)
                .Where(file => Path.GetExtension(file) != ".log" && Path.GetFileName(file) != Sums)
                .Order(StringComparer.Ordinal)
                .Select(ManifestFile.Of)
                .Select(file => $"{file.Sha256}  {file.File}"));
}
