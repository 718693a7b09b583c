using System.Text.Json.Serialization;

namespace Dom0Iptables.Rehearsal;

/// <summary>What a check of a rehearsal came to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckResult>))]
public enum CheckResult
{
    /// <summary>It is as it must be.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>It is not.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>It could not be looked at here.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,
}
