using System.Text.Json;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Reads the reports that runs leave.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllText(path), Web)!;
}
