using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Handover;
using Dom0Iptables.HtmlReport;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Tests.Provenance;

namespace Dom0Iptables.Tests.HtmlReport;

/// <summary>A run in which every text that others wrote is one given text.</summary>
internal static class SampleReport
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);

    public static ReportFacts Of(string text = "text") => new(
        SampleRelease.Manifest with
        {
            Gates =
            [
                new GateVerdict("symbols", text, "glibc-2.5-i386", []),
                new GateVerdict("files", "", "", [new GateFinding(text, text, text)]),
                GateVerdict.Unchecked("run", text),
            ],
            Tools = SampleRelease.Manifest.Tools.SetItem("gcc", text),
            ConfigureArguments = [text],
            Source = SampleRelease.Manifest.Source with { File = text, Verified = [text] },
        },
        new RunRecord(Start.AddSeconds(30), text, 2, false, ImmutableSortedDictionary<string, double>.Empty,
        [
            new StepTime("Fetch", Start, 0.3, true, []),
            new StepTime("Unpack", Start.AddDays(-1), 0.5, false, []),
            new StepTime("Configure", Start.AddDays(-1), 3.5, false, []),
            new StepTime("Make", Start, 12, true, [new ProcessTime(text, Start.AddSeconds(3), 6, 2, 11.5)]),
            new StepTime("Rehearse", Start.AddSeconds(15), 10, true, []),
        ]),
        text,
        new CompilerMessages([], [new CompilerMessage("xtables.c:40", text, "-Wunused-result"), new CompilerMessage(text, text, null), new CompilerMessage("xtables.c:7", text, "-Wcpp")]),
        new RehearsalReport("el5-i686", [], [new SceneResult("guests", text, [new RehearsalCheck("S17", text, CheckResult.Pass, text), new RehearsalCheck("S17", text, CheckResult.Fail, text), new RehearsalCheck("S9", text, CheckResult.Pass, text), new RehearsalCheck("S18", text, CheckResult.Skip, text)], null)]),
        new RehearsalReport("el5-i686", [], [new SceneResult("xen-first", text, [new RehearsalCheck("S9", text, CheckResult.Pass, text), new RehearsalCheck("S13", text, CheckResult.Pass, text)], null)]),
        [.. SampleRelease.Manifest.Artifacts, SampleRelease.File("iptables-1.4.8-1.i686.rpm.asc"), SampleRelease.File("error.log")],
        [Package("iptables", text), Package("iptables-devel", text)],
        new ArtifactChanges(Start.AddDays(-2), [new Change(text, text, null)], [new PackageChanges("iptables-1.4.7-1.i686.rpm", "iptables-1.4.8-1.i686.rpm", 900, 1000, false, [new Change(text, null, text)], [new Change(text, text, null)], [], [new Change("post", text, text + ".")], [new Change(text, null, text)])], [text]));

    private static PackageContent Package(string name, string text) => new(
        $"{name}-1.4.8-1.i686.rpm",
        name,
        "1.4.8-1",
        "i686",
        text,
        [],
        [new RpmFile("/usr/" + text, 0x81ED, text, "root", "0123456789abcdef0123456789abcdef", "", false, 12), new RpmFile("/sbin/iptables", 0xA1FF, "root", "root", "", text, false, 3)],
        [new RpmScriptlet("post", "/bin/sh", text)],
        [new RpmDependency(text, ">=", text), new RpmDependency("/bin/sh", "", ""), new RpmDependency("/bin/sh", "", "")],
        [new RpmDependency(name, "=", "1.4.8-1")],
        [new RpmDependency(text, "", "")]);
}
