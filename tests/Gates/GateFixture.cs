using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.CLibrary;
using Dom0Iptables.Compiling;
using Dom0Iptables.Gates;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Gates;

/// <summary>Makes small packages with real rpmbuild, and holds them against a platform of the project.</summary>
internal abstract class GateFixture
{
    private static readonly ImmutableArray<string> Tools = ["gcc", "rpmbuild", "rpm2cpio", "cpio", "bwrap", "readelf"];

    private int packages;

    protected const string Hello = """
        #include <stdio.h>
        int main(void) { return puts("hello") < 0; }
        """;

    protected TemporaryFolder Folder { get; private set; } = null!;

    protected Platform Platform { get; private set; } = null!;

    [OneTimeSetUp]
    public void Make_the_folder()
    {
        if (Tools.FirstOrDefault(tool => ProcessRunner.FindOnPath(tool) is null) is { } missing)
        {
            Assert.Ignore($"{missing} is not on this machine");
        }

        Folder = new TemporaryFolder();
        Platform = new Catalogue(Repository.Top).Platform("el5-i686");
    }

    [OneTimeTearDown]
    public void Remove_the_folder() => Folder?.Dispose();

    /// <summary>Compiles with the platform's own C library and switches: what the gates let pass.</summary>
    protected async Task<string> ForPlatformAsync(string name, string source, params string[] arguments)
    {
        var library = Folder.Of("c-library");
        if (!Directory.Exists(library))
        {
            var sandbox = new BuildSandbox(new Workspace(Folder.Path), DateTimeOffset.UnixEpoch, IsConfined: true);
            await new LinkLibrary(sandbox, Folder.Of("cache"), Folder.Of("c-library.log")).PutAsync(Platform, [], library, CancellationToken.None);
        }

        return Compile(name, source, [.. Platform.CompilerSwitches, $"-B{library}", $"-Wl,-rpath-link,{library}", "-Wl,--hash-style=both", "-Wl,--build-id=none", "-march=pentium3", .. arguments]);
    }

    /// <summary>A program whose section headers are gone, by which readelf and objdump find their way.</summary>
    protected async Task<string> WithoutSectionsAsync(string name, params string[] arguments)
    {
        var program = await ForPlatformAsync(name, Hello, arguments);
        using var file = new FileStream(program, FileMode.Open);

        // e_shoff, e_shnum and e_shstrndx of an ELF32 header.
        file.Seek(0x20, SeekOrigin.Begin);
        file.Write(new byte[4]);
        file.Seek(0x30, SeekOrigin.Begin);
        file.Write(new byte[4]);
        return program;
    }

    /// <summary>Compiles for this machine's C library.</summary>
    protected string ForThisMachine(string name, string source, params string[] arguments) => Compile(name, source, arguments);

    /// <summary>Packs files, by default owned by root, for rpm 4.4.</summary>
    /// <param name="files">Installed paths, and the file that goes to each; null for a folder.</param>
    /// <param name="spec">Further lines of the preamble.</param>
    /// <param name="scriptlets">Scriptlets as a spec has them.</param>
    /// <param name="list">Lines of %files instead of those of the files.</param>
    /// <param name="macros">Further macros.</param>
    /// <param name="name">The package's name.</param>
    /// <param name="linked">A symbolic link and where it leads.</param>
    protected string Pack(
        IReadOnlyDictionary<string, string?> files,
        string spec = "",
        string scriptlets = "",
        string? list = null,
        ImmutableArray<string> macros = default,
        string name = "small",
        (string Path, string Target)? linked = null)
    {
        var top = Folder.Of(string.Create(CultureInfo.InvariantCulture, $"package-{packages++}"));
        var root = Path.Combine(top, "content");
        Directory.CreateDirectory(root);
        foreach (var (path, from) in files)
        {
            var to = root + path;
            Directory.CreateDirectory(from is null ? to : Path.GetDirectoryName(to)!);
            if (from is not null)
            {
                File.Copy(from, to);
            }
        }

        if (linked is { } link)
        {
            File.CreateSymbolicLink(root + link.Path, link.Target);
        }

        File.WriteAllText(Path.Combine(top, "small.spec"), $"""
            %define __os_install_post %nil
            %define debug_package %nil
            Name: {name}
            Version: 1.0
            Release: 1
            Summary: Small
            License: GPLv2+
            Group: System Environment/Base
            {spec}

            %description
            Small.

            %install
            cp -a {root}/. %buildroot/

            {scriptlets}

            %files
            %defattr(-,root,root,755)
            {list ?? string.Join('\n', files.Select(file => file.Value is null ? $"%dir {file.Key}" : file.Key))}

            %changelog
            * Fri May 21 2010 Somebody <somebody@example.org> - 1.0-1
            - Small
            """);
        var defined = Platform.RpmMacros.Concat(macros.IsDefault ? [] : macros).Append($"_topdir {top}").Append("_build_id_links none");
        Shell.Run(top, $"rpmbuild -bb --target i686 {string.Join(' ', defined.Select(macro => $"--define '{macro}'"))} small.spec");
        return Directory.EnumerateFiles(Path.Combine(top, "RPMS"), "*.rpm", SearchOption.AllDirectories).Single();
    }

    protected Task<GateVerdict> ExamineAsync(IGate gate, params ImmutableArray<string> given) => ExamineAsync(gate, Platform, given);

    protected Task<GateVerdict> ExamineAsync(IGate gate, Platform platform, params ImmutableArray<string> given) => ExamineAsync(gate, platform, [], given);

    protected async Task<GateVerdict> ExamineAsync(IGate gate, Platform platform, ImmutableArray<Recipe> recipes, params ImmutableArray<string> given)
    {
        var scratch = Folder.Of("gates", gate.Name);
        var environment = new BuildEnvironment(Folder.Of("workspace", "home"), DateTimeOffset.UnixEpoch);
        var subject = await new SubjectReader(platform, recipes, environment, scratch).ReadAsync(given, CancellationToken.None);
        return await gate.ExamineAsync(subject, CancellationToken.None);
    }

    protected static void MustPass(GateVerdict verdict)
    {
        Assert.That(verdict.Findings, Is.Empty);
        Assert.That(verdict.Outcome, Is.EqualTo("passed"));
        Assert.That(verdict.Figure, Is.Not.Empty);
    }

    /// <summary>Requires a refusal, with one finding that has all these phrases in its place or problem, and says what to do.</summary>
    protected static void MustRefuse(GateVerdict verdict, params string[] phrases)
    {
        Assert.That(verdict.Outcome, Is.EqualTo("refused"));
        var told = verdict.Findings.Select(finding => $"{finding.Where}: {finding.Problem}").ToList();
        Assert.That(told.Where(text => phrases.All(phrase => text.Contains(phrase, StringComparison.Ordinal))), Is.Not.Empty, string.Join('\n', told));
        Assert.That(verdict.Findings.Select(finding => finding.NextStep), Has.All.Not.Empty);
    }

    protected static Dictionary<string, string?> Files(params (string Path, string? From)[] files) => files.ToDictionary(file => file.Path, file => file.From);

    private string Compile(string name, string source, string[] arguments)
    {
        var file = Folder.Write(name + ".c", source);
        var output = Folder.Of(name);
        Shell.Run(Folder.Path, $"gcc -m32 -O1 {file} -o {output} {string.Join(' ', arguments.Select(argument => $"'{argument}'"))}");
        return output;
    }
}
