using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>A real apt, and a mirror on loopback made for it.</summary>
internal sealed class DebianSourceMirrorTests : FetchFixture
{
    private const string OrigName = "iptables_1.4.8.orig.tar.bz2";

    [SetUp]
    public void NeedApt()
    {
        if (ProcessRunner.FindOnPath("apt-get") is null)
        {
            Assert.Ignore("there is no apt-get on this machine");
        }
    }

    [TestCase("sources.list", "deb [trusted=yes] {0} ./\n")]
    [TestCase("sources.list.d/machine.list", "deb [trusted=yes] {0} ./\n")]
    [TestCase("sources.list.d/machine.sources", "Types: deb\nURIs: {0}\nSuites: ./\nTrusted: yes\n")]
    public async Task The_archive_is_taken_out_of_the_source_package(string file, string entry)
    {
        using var mirror = MirrorOf(("1.4.8-3", OrigName, Archive), ("1.4.10-1", "iptables_1.4.10.orig.tar.bz2", Other));
        Configure(file, entry, mirror);

        var fetched = await FetchAsync(DebianRequest(), DebianSettings);

        Assert.That(File.ReadAllBytes(fetched.Path), Is.EqualTo(Archive));
        Assert.That(fetched.FileName, Is.EqualTo(FileName));
        Assert.That(fetched.Origin, Is.EqualTo("apt's source mirror (iptables 1.4.8-3)"));
        Assert.That(mirror.Requests.Select(request => request.Target), Has.None.EndsWith(".dsc"), "only the archive itself is downloaded");
        Assert.That(Folder.Of("work", "apt"), Does.Not.Exist, "the private lists are gone when they have served");
    }

    [Test]
    public async Task The_mirrors_come_before_apt_and_the_failure_names_them_all()
    {
        using var first = new LoopbackServer(exchange => exchange.AnswerAsync("404 Not Found", ""));
        using var mirror = MirrorOf(("1.4.10-1", "iptables_1.4.10.orig.tar.bz2", Other));
        Configure("sources.list", "deb [trusted=yes] {0} ./\n", mirror);

        var failure = await FailureOf(DebianRequest(first.Address(FileName)), DebianSettings);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Match($"(?s)404 Not Found.*apt's source mirror: offers iptables 1.4.10-1, none of which holds {OrigName}"));
    }

    [Test]
    public async Task A_mirror_whose_archive_is_another_is_a_mismatch()
    {
        using var mirror = MirrorOf(("1.4.8-3", OrigName, Other));
        Configure("sources.list", "deb [trusted=yes] {0} ./\n", mirror);

        var failure = await FailureOf(DebianRequest(), DebianSettings);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain(Sha256(Other)));
    }

    [Test]
    public async Task A_dead_mirror_beside_a_good_one_does_no_harm()
    {
        using var dead = new LoopbackServer(exchange => exchange.AnswerAsync("404 Not Found", ""));
        using var mirror = MirrorOf(("1.4.8-3", OrigName, Archive));
        Configure("sources.list", "deb [trusted=yes] {0} ./\n", dead);
        Configure("sources.list.d/good.list", "deb [trusted=yes] {0} ./\n", mirror);

        Assert.That((await FetchAsync(DebianRequest(), DebianSettings)).Proof.IsRecipes, Is.True);
    }

    [Test]
    public async Task A_machine_without_mirrors_is_one_more_place_that_has_it_not()
    {
        Directory.CreateDirectory(Folder.Of("etc"));

        var failure = await FailureOf(DebianRequest(), DebianSettings);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain("names no mirror"));
    }

    [Test]
    public async Task A_package_that_nobody_has_is_told()
    {
        using var mirror = MirrorOf(("1.4.8-3", OrigName, Archive));
        Configure("sources.list", "deb [trusted=yes] {0} ./\n", mirror);
        var recipe = RecipeOf(Archive) with { DebianSource = new DebianSource("iptablez", OrigName) };

        Assert.That((await FailureOf(Request(recipe), DebianSettings)).Problem, Does.Contain("has no source package iptablez"));
    }

    [Test]
    public async Task A_package_that_is_an_option_is_refused()
    {
        var recipe = RecipeOf(Archive) with { DebianSource = new DebianSource("--help", OrigName) };

        Assert.That((await FailureOf(Request(recipe), DebianSettings)).Code, Is.EqualTo(ExitCode.Recipe));
    }

    [Test]
    public async Task An_archive_of_Debians_name_in_the_sources_folder_is_taken()
    {
        Put($"sources/{OrigName}", Archive);

        Assert.That((await FetchAsync(DebianRequest(), DebianSettings)).FileName, Is.EqualTo(FileName));
    }

    [Test]
    public async Task What_the_machine_does_after_its_own_updates_is_not_done()
    {
        using var mirror = MirrorOf(("1.4.8-3", OrigName, Archive));
        Configure("sources.list", "deb [trusted=yes] {0} ./\n", mirror);
        var traces = Folder.Of("touched-");
        var hooks = string.Concat("Pre-Invoke Post-Invoke Post-Invoke-Success".Split(' ')
            .Select(hook => $"APT::Update::{hook} {{ \"touch {traces}{hook}\"; }};\n"));
        using var configuration = new EnvironmentVariable("APT_CONFIG", Folder.Write("hooks.conf", hooks));

        await FetchAsync(DebianRequest(), DebianSettings);

        Assert.That(Directory.GetFiles(Folder.Path, "touched-*"), Is.Empty);
    }

    [Test]
    public async Task A_machine_without_apt_is_one_more_place_that_has_it_not()
    {
        using var path = new EnvironmentVariable("PATH", Folder.Path);

        var failure = await FailureOf(DebianRequest(), DebianSettings);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain("there is no apt-get on this machine"));
    }

    [Test]
    [Category("Real")]
    public async Task This_machines_own_mirror_has_iptables_1_8_9()
    {
        const string Sha = "ef6639a43be8325a4f8ea68123ffac236cb696e8c78501b64e8106afb008c87f";
        if (!Directory.Exists("/etc/apt") || !File.ReadAllText("/etc/os-release").Contains("bookworm", StringComparison.Ordinal))
        {
            Assert.Ignore("only Debian 12's mirrors have iptables 1.8.9");
        }

        var recipe = RecipeOf(Archive) with
        {
            FileName = "iptables-1.8.9.tar.xz",
            Sha256 = Sha,
            Size = 637_848,
            DebianSource = new DebianSource("iptables", "iptables_1.8.9.orig.tar.xz"),
        };

        var fetched = await FetchAsync(Request(recipe));

        Assert.That((fetched.FileName, fetched.Sha256), Is.EqualTo(("iptables-1.8.9.tar.xz", Sha)));
    }

    private FetchSettings DebianSettings => Quick with { AptFolder = Folder.Of("etc") };

    private SourceRequest DebianRequest(params Uri[] mirrors) =>
        Request(RecipeOf(Archive, mirrors) with { DebianSource = new DebianSource("iptables", OrigName) });

    private void Configure(string file, string entry, LoopbackServer mirror) =>
        Folder.Write(Path.Combine("etc", file), string.Format(CultureInfo.InvariantCulture, entry, mirror.Address("debian")));

    /// <summary>A flat repository (sources.list(5)): an index, and the files that it names.</summary>
    private static LoopbackServer MirrorOf(params (string Version, string FileName, byte[] Archive)[] versions)
    {
        var index = string.Join('\n', versions.Select(version =>
            $"""
            Package: iptables
            Binary: iptables
            Version: {version.Version}
            Format: 1.0
            Directory: .
            Checksums-Sha256:
             {new string('0', 64)} 100 iptables_{version.Version}.dsc
             {Sha256(version.Archive)} {version.Archive.Length} {version.FileName}

            """));
        var files = versions.ToImmutableDictionary(version => $"/debian/./{version.FileName}", version => version.Archive)
            .AddRange(versions.Select(version => KeyValuePair.Create($"/debian/{version.FileName}", version.Archive)))
            .Add("/debian/./Sources", Text(index))
            .Add("/debian/./Release", Text($"Date: Fri, 21 May 2010 00:00:00 UTC\nSHA256:\n {Sha256(Text(index))} {Text(index).Length} Sources\n"));
        return new LoopbackServer(exchange => files.TryGetValue(exchange.Target, out var file)
            ? exchange.AnswerAsync("200 OK", file)
            : exchange.AnswerAsync("404 Not Found", ""));
    }
}
