using System.Collections.Immutable;

namespace Dom0Iptables.Reproducing;

/// <summary>What is made different on purpose for a second build. Each is one that another person's machine may differ in.</summary>
/// <param name="Name">What the round is called ("a day later").</param>
/// <param name="Clock">What is added to the clock, as libfaketime takes it ("+27h"). Never a time before now: make warns of files of the future.</param>
/// <param name="Zone">The time zone, a file of /usr/share/zoneinfo.</param>
/// <param name="Language">LC_ALL's language, as localedef knows it ("tr_TR").</param>
/// <param name="Charset">LC_ALL's character set.</param>
/// <param name="Umask">The umask, octal.</param>
/// <param name="AsNobody">Whether it is built by another user; only root can become one.</param>
/// <param name="HostName">The machine's name.</param>
/// <param name="IsOneProcessor">Whether there is but one processor; else all.</param>
/// <param name="Jobs">How many processes make runs at once.</param>
/// <param name="Order">In which order folders list their files: "reversed" or "shuffled".</param>
/// <param name="Personality">The kernel's personality, as setarch takes it.</param>
/// <param name="Shell">What /bin/sh is, where this machine has it.</param>
public sealed record BuildConditions(
    string Name,
    string Clock,
    string Zone,
    string Language,
    string Charset,
    string Umask,
    bool AsNobody,
    string HostName,
    bool IsOneProcessor,
    int Jobs,
    string Order,
    ImmutableArray<string> Personality,
    string Shell)
{
    /// <summary>
    /// The rounds. Turkish has another i, by which what is written in capitals and in small letters differs; EUC-JP is no
    /// UTF-8; neither zone is whole hours away from both the other and UTC, and one of them has another day.
    /// </summary>
    public static ImmutableArray<BuildConditions> Rounds { get; } =
    [
        new("a day later", "+27h", "Pacific/Kiritimati", "tr_TR", "UTF-8", "077", AsNobody: true, "kiritimati", IsOneProcessor: true, Jobs: 1, "reversed", ["x86_64", "--uname-2.6", "--addr-no-randomize"], "/bin/bash"),
        new("a year later", "+370d", "America/St_Johns", "ja_JP", "EUC-JP", "002", AsNobody: false, "st-johns", IsOneProcessor: false, Jobs: 16, "shuffled", ["linux32"], "/bin/dash"),
    ];

    /// <summary>The name of the locale.</summary>
    public string Locale => $"{Language}.{Charset}";
}
