namespace Dom0Iptables.Workspaces;

/// <summary>The one folder that a run of one recipe and platform works in.</summary>
/// <param name="Folder">Its full path.</param>
public sealed record Workspace(string Folder)
{
    /// <summary>What each step has done, with the fingerprints of what it read and wrote.</summary>
    public string Journal => Path.Combine(Folder, "journal");

    /// <summary>Which source was fetched.</summary>
    public string FetchRecord => Path.Combine(Folder, "fetched.json");

    /// <summary>Scratch space of Fetch.</summary>
    public string FetchScratch => Path.Combine(Folder, "fetch");

    /// <summary>The tree as released.</summary>
    public string Unpacked => Path.Combine(Folder, "unpacked");

    /// <summary>The tree with the patches in.</summary>
    public string Patched => Path.Combine(Folder, "patched");

    /// <summary>The tree after configure.</summary>
    public string Configured => Path.Combine(Folder, "configured");

    /// <summary>What configure made, for the next tree in which it can find nothing else.</summary>
    public string ConfigureResults => Path.Combine(Folder, "configure-results");

    /// <summary>The tree after make.</summary>
    public string Built => Path.Combine(Folder, "built");

    /// <summary>The link-time C library of a platform that has one of its own.</summary>
    public string LinkLibrary => Path.Combine(Folder, "c-library");

    /// <summary>Where configure, make and make install work: always the same path, which they write into what they make.</summary>
    public string BuildPlace => Path.Combine(Folder, "tree");

    /// <summary>What stands before the compilers while make runs, and its log.</summary>
    public string Launcher => Path.Combine(Folder, "launcher");

    /// <summary>DESTDIR of make install.</summary>
    public string Staged => Path.Combine(Folder, "staged");

    /// <summary>The archive of the built tree.</summary>
    public string TreeArchives => Path.Combine(Folder, "archive");

    /// <summary>rpmbuild's _topdir for the binary packages.</summary>
    public string RpmTop => Path.Combine(Folder, "rpm");

    /// <summary>rpmbuild's _topdir for the source package.</summary>
    public string SrpmTop => Path.Combine(Folder, "srpm");

    /// <summary>What the gates work on and leave.</summary>
    public string Gates => Path.Combine(Folder, "gates");

    /// <summary>What the same inputs always give: packages, archive, manifest.</summary>
    public string Assembled => Path.Combine(Folder, "assembled");

    /// <summary>Scratch space of signing.</summary>
    public string Signing => Path.Combine(Folder, "signing");

    /// <summary>What the rehearsal works on and leaves.</summary>
    public string Rehearsal => Path.Combine(Folder, "rehearsal");

    /// <summary>What the rehearsal on a real Xen works on and leaves.</summary>
    public string XenRehearsal => Path.Combine(Folder, "rehearsal-xen");

    /// <summary>What was built again to see whether it gives the same bytes, and what came of it.</summary>
    public string Reproduction => Path.Combine(Folder, "reproduction");

    /// <summary>Scratch space of the comparison with the artifacts before.</summary>
    public string Report => Path.Combine(Folder, "report");

    /// <summary>HOME of every program that is run: empty, so that nobody's settings reach an artifact.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>The logs of the steps.</summary>
    public StepLogs Logs => new(Path.Combine(Folder, "logs"));
}
