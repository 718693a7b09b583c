using System.Collections.Immutable;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Rehearsal;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Documentation;
using Dom0Iptables.VirtualMachines;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Real;

/// <summary>What the rehearsal says of packages that were broken on purpose, each in one place.</summary>
[Category("Real")]
[Parallelizable(ParallelScope.Children)]
internal sealed class RehearsalTests
{
    private RealBuild build = null!;

    [OneTimeSetUp]
    public void Build() => build = RealBuild.Of("iptables-1.8.9", "native");

    [OneTimeTearDown]
    public void Remove() => build?.Dispose();

    [TestCase("usr/sbin/xen-firewall", "echo '-A Xen-INPUT -i lo -j ACCEPT'", ":", "service-dash", "S13", TestName = "A_rule_that_is_missing_is_told")]
    [TestCase("usr/sbin/xen-firewall", "                put_back \"not confirmed within $seconds s\"", ":", "service-dash", "S13", TestName = "A_confirmation_that_does_not_go_back_is_told")]
    [TestCase("usr/libexec/iptables-dom0/service.sh", "    start || return $?\n    [ \"$IPTABLES\" = ip6tables ]", "    reset_all ACCEPT; start || return $?\n    [ \"$IPTABLES\" = ip6tables ]", "guests", "S19", TestName = "A_restart_that_opens_the_firewall_for_a_moment_or_loses_guests_is_told")]
    [TestCase("usr/libexec/iptables-dom0/service.sh", " | without_guest_rules)", ")", "guests", "S19", TestName = "A_save_with_the_rules_of_guests_is_told")]
    [TestCase("etc/sysconfig/iptables-config", "ip_conntrack_ftp", "ip_conntrack_irc", "service-dash", "S15", TestName = "A_module_that_is_not_loaded_is_told")]
    [TestCase("etc/rc.d/init.d/iptables", "# chkconfig: 2345 08 92", "# chkconfig: 2345 99 92", "lives-stock", "S16", TestName = "A_service_that_starts_after_the_guests_is_told")]
    public async Task A_broken_file_of_dom0_is_told(string file, string text, string instead, string scene, string row)
    {
        var (files, spec) = Copy();
        Replace(Path.Combine(files, file), text, instead);

        await MustRefuseAsync([build.Package, PackDom0(files, spec)], scene, row);
    }

    [TestCase("    if [ -f \"$script-ORG\" ] && [ ! -e \"$script\" ]; then", "    if false; then", "S12", TestName = "A_scriptlet_that_does_not_put_the_saved_script_back_is_told")]
    [TestCase("chmod 644 \"$script-ORG.new\"", "chmod 755 \"$script-ORG.new\"", "S1", TestName = "A_saved_script_that_can_be_started_is_told")]
    [TestCase("line=${was#was }", ":", "S11", TestName = "A_scriptlet_that_leaves_forwarding_on_is_told")]
    public async Task A_broken_scriptlet_is_told(string text, string instead, string row)
    {
        var (files, spec) = Copy();
        Replace(spec, text, instead);

        await MustRefuseAsync([build.Package, PackDom0(files, spec)], "lives-stock", row);
    }

    [TestCase("for program in iptables iptables-restore", "for program in iptables-restore", "lives-stock", "S10", TestName = "A_link_that_is_missing_is_told")]
    [TestCase("*.conf; do", "*.none; do", "lives-configured", "S9", TestName = "A_library_folder_that_is_configured_twice_is_told")]
    public async Task A_broken_package_of_the_release_is_told(string text, string instead, string scene, string row)
    {
        var spec = Path.Combine(build.Of("broken"), Guid.NewGuid().ToString("N"), "iptables.spec");
        Directory.CreateDirectory(Path.GetDirectoryName(spec)!);
        File.Copy(Path.Combine(Repository.Top, "specs", "iptables-1.8.9.spec"), spec);
        Replace(spec, text, instead);
        var workspace = build.Of("project", "workspace", "iptables-1.8.9", "native");
        var package = Pack(spec, $"--define 'staged_root {workspace}/staged' --define 'built_tree {Directory.GetDirectories(Path.Combine(workspace, "built")).Single()}'", file => !file.Contains("-devel-", StringComparison.Ordinal));

        await MustRefuseAsync([package, build.Dom0Package], scene, row);
    }

    [Test]
    public async Task The_services_do_the_same_under_busyboxs_shell()
    {
        var report = RehearsalReport.Read(RehearsalRun.ReportIn(Path.Combine(await RunAsync([build.Package, build.Dom0Package], "service-ash"), "scratch")));

        Assert.That(report.Scenes.Single().Checks.Count(check => check.Result == CheckResult.Pass && check.What.StartsWith("busybox ash: ", StringComparison.Ordinal)), Is.GreaterThan(60));
    }

    [Test]
    public async Task A_package_that_cannot_be_installed_is_told_by_rpms_own_words()
    {
        var (files, spec) = Copy();
        Replace(spec, "%pre\n", "%pre\nexit 1\n");

        var failure = (await Assert.ThrowsAsync<PipelineException>(() => RunAsync([build.Package, PackDom0(files, spec)], "guests")))!;

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Rehearsal));
        Assert.That(failure.Problem, Does.StartWith("a scratch dom0 cannot be made with the packages: ").And.Contain("iptables-dom0"));
    }

    // Beside what the scenes play: the very commands of the page, in their order, in one life of a dom0 with the stock packages.
    [Test]
    public async Task Every_command_of_the_first_hour_on_dom0_does_what_it_says()
    {
        var scratch = await PrepareAsync();
        var root = Path.Combine(scratch, "first-hour");
        Shell.Run(scratch, $"""
            cp -a plain {root} && mkdir -p {root}/root/stock {root}/usr/lib
            cp -L "$(command -v rpm)" {root}/bin/rpm.real && cp -a /usr/lib/rpm {root}/usr/lib/
            ldd "$(command -v rpm)" | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | while read -r library; do mkdir -p "{root}${"{library%/*}"}" && cp -nL "$library" "{root}$library"; done
            cp packages/iptables-[0-9]*.rpm packages/iptables-dom0-*.rpm {root}/root/
            (cd {root}/root && rm -f *.src.rpm && sha256sum iptables-*.rpm && echo "$(printf '%064d' 0)  manifest.json") > {root}/SHA256SUMS && mv {root}/SHA256SUMS {root}/root/
            cp stock/iptables-1.3.5-*.rpm stock/iptables-ipv6-*.rpm {root}/root/stock/
            """);
        SceneFiles.WriteTo(root + "/rehearsal");
        File.WriteAllText(root + "/bin/rpm", "#!/bin/sh\nexec /bin/rpm.real --dbpath /var/lib/rpm --force-debian \"$@\"\n");
        File.WriteAllText(root + "/root/hour.sh", $$"""
            cd /root || exit
            rpm -i stock/iptables-*.rpm || exit
            . /rehearsal/network.sh
            new_network
            # xend's part in it.
            xm() { new_guest 1 && vif_online 1; }
            service() { service_name=$1; shift; "/etc/init.d/$service_name" "$@"; }
            yes() { printf 'yes\n'; }
            {{new Guide("first-hour-dom0.md").Script("exec < <(yes)")}}
            """);
        Shell.Run(root, "chmod 755 bin/rpm");

        var command = Sandbox.AsRootInRoot(root, [("HOME", "/root")], Command.Of("bash", "/root/hour.sh"));
        var outcome = Processes.Tool.Try(scratch, command.Program, [.. command.Arguments]);
        var said = outcome.StandardOutput + outcome.StandardError;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.Contain($"== all {new Guide("first-hour-dom0.md").Blocks.Length} blocks"), said);
            Assert.That(said, Does.Contain(Path.GetFileName(build.Package) + ": OK").And.Contain(Path.GetFileName(build.Dom0Package) + ": OK"));
            Assert.That(said, Does.Contain("--dport 443").And.Contain("exit code 6").And.Contain("no rule of a guest is saved"));
            Assert.That(said, Does.Contain("/etc/sysconfig/xen-firewall.rpmsave").And.Contain("net.ipv4.ip_forward = 0"));
        }
    }

    // A rehearsal that plays nothing leaves what the scenes stand on.
    private async Task<string> PrepareAsync()
    {
        var folder = await RunAsync([build.Package, build.Dom0Package], "none");
        return Path.Combine(folder, "scratch");
    }

    private static void Replace(string file, string text, string instead)
    {
        var before = File.ReadAllText(file);
        Assert.That(before, Does.Contain(text), file);
        File.WriteAllText(file, before.Replace(text, instead, StringComparison.Ordinal));
    }

    private (string Files, string Spec) Copy()
    {
        var folder = Directory.CreateDirectory(Path.Combine(build.Of("broken"), Guid.NewGuid().ToString("N"))).FullName;
        Shell.Run(Repository.Top, $"cp -R dom0 specs/iptables-dom0.spec {folder}/");
        return (Path.Combine(folder, "dom0"), Path.Combine(folder, "iptables-dom0.spec"));
    }

    private static string PackDom0(string files, string spec)
    {
        var top = Path.GetDirectoryName(spec)!;
        var version = File.ReadLines(spec).First(line => line.StartsWith("Version: ", StringComparison.Ordinal))["Version: ".Length..];
        Shell.Run(top, $"mkdir SOURCES && tar cjf SOURCES/iptables-dom0-{version}.tar.bz2 --transform 's,^dom0,iptables-dom0-{version},' dom0");
        Assert.That(files, Is.EqualTo(Path.Combine(top, "dom0")));
        return Pack(spec, "", _ => true);
    }

    private static string Pack(string spec, string arguments, Func<string, bool> isWanted)
    {
        var top = Path.GetDirectoryName(spec)!;
        Shell.Run(top, $"rpmbuild -bb --define '_topdir {top}' {arguments} {spec}");
        return Directory.EnumerateFiles(Path.Combine(top, "RPMS"), "*.rpm", SearchOption.AllDirectories).Single(isWanted);
    }

    private async Task MustRefuseAsync(ImmutableArray<string> packages, string scene, string row)
    {
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => RunAsync(packages, scene)))!;
        var report = RehearsalReport.Read(failure.LogPath!);

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Rehearsal));
        Assert.That(failure.Problem, Does.Contain(scene));
        Assert.That(report.Scenes.Single().Checks.Where(check => check.Result == CheckResult.Fail).Select(check => check.Row), Does.Contain(row));
    }

    private async Task<string> RunAsync(ImmutableArray<string> packages, string scene)
    {
        var folder = Path.Combine(build.Of("rehearsals"), Guid.NewGuid().ToString("N"));
        var logs = new StepLogs(Path.Combine(folder, "logs"));
        Directory.CreateDirectory(logs.Folder);
        var reporter = new ReporterSpy();
        var kernel = new PlainKernel("Rehearse", Path.Combine(folder, "cache"), folder, logs, reporter);
        var environment = new BuildEnvironment(Path.Combine(folder, "home"), DateTimeOffset.UnixEpoch);
        await new RehearsalRun(new Catalogue(Repository.Top).Platform("native"), environment, Path.Combine(folder, "scratch"), logs, reporter, kernel) { Scenes = [scene] }.RunAsync(packages, CancellationToken.None);
        var scenes = RehearsalReport.Read(RehearsalRun.ReportIn(Path.Combine(folder, "scratch"))).Scenes;
        Assert.That(reporter.ProgressLines, Is.EqualTo(scenes.SelectMany(played => played.Checks.Select(check => $"Rehearse: {played.Scene}: {check.What}: {check.Seen}"))), "each check is shown as it is made");
        return folder;
    }
}
