using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Handover;
using Dom0Iptables.Rehearsal;

namespace Dom0Iptables.HtmlReport;

/// <summary>All that a report tells.</summary>
/// <param name="Manifest">What was built from what, and what the gates measured.</param>
/// <param name="Run">When, and how long each step took.</param>
/// <param name="Platform">One line on what it was built for.</param>
/// <param name="Messages">What the compilers said.</param>
/// <param name="Rehearsal">What the rehearsal showed.</param>
/// <param name="XenRehearsal">What the rehearsal on a real Xen showed; null where there was none.</param>
/// <param name="Files">What lies in the folder that is handed over, but for the logs' folder.</param>
/// <param name="Packages">What is in the packages, as they are handed over.</param>
/// <param name="Changes">What is other than in the artifacts before; null where there are none.</param>
public sealed record ReportFacts(
    Manifest Manifest,
    RunRecord Run,
    string Platform,
    CompilerMessages Messages,
    RehearsalReport Rehearsal,
    RehearsalReport? XenRehearsal,
    ImmutableArray<ManifestFile> Files,
    ImmutableArray<PackageContent> Packages,
    ArtifactChanges? Changes);
