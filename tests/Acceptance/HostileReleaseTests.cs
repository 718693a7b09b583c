using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What a release does that means no good, and what comes of it: the build sees and changes nothing but its own tree.</summary>
public sealed class HostileReleaseTests
{
    private HelloProject project = null!;

    [SetUp]
    public void Take() => project = HelloProjects.Fresh();

    [Test]
    public void A_configure_that_calls_out_reaches_nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        PatchConfigure($"perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr=>\"127.0.0.1:{port}\",Timeout=>5)' && echo 'CALLED OUT' || echo 'NOBODY THERE'; echo \"INTERFACES $(ls /sys/class/net 2>&1; cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' \\n')\"");

        project.Succeed("--target=Configure");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listener.Pending(), Is.False, "somebody has called");
            Assert.That(Log("configure"), Does.Contain("NOBODY THERE").And.Not.Contain("CALLED OUT"));
            Assert.That(Log("configure"), Does.Match("INTERFACES .*\nlo\n|INTERFACES .*lo\n"));
        }
    }

    [Test]
    public void A_configure_that_writes_to_HOME_and_usr_local_changes_neither()
    {
        var mark = $"dom0-iptables-test-{Guid.NewGuid():N}";
        PatchConfigure($"for f in \"$HOME\" /usr/local/share /etc /tmp /var/tmp /opt / /build ..; do echo x > \"$f/{mark}\" && echo \"WROTE $f\"; done");

        project.Succeed("--target=Configure");

        var wrote = Log("configure").Split('\n').Where(line => line.StartsWith("WROTE ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        using (Assert.EnterMultipleScope())
        {
            // Into memory, which is gone with the step. configure starts itself again, and writes again.
            Assert.That(wrote, Is.EquivalentTo(new[] { "WROTE /build/home", "WROTE /tmp", "WROTE /var/tmp" }));
            Assert.That(
                new[] { "/usr/local/share", "/etc", "/tmp", "/var/tmp", "/opt", "/", project.Folder, project.Workspace, Path.GetDirectoryName(project.Cache)! }.Where(folder => File.Exists(Path.Combine(folder, mark))),
                Is.Empty);
        }
    }

    [Test]
    public void A_configure_that_forks_and_stays_ends_with_its_step()
    {
        PatchConfigure("perl -MPOSIX -e 'exit if fork; POSIX::setsid(); exit if fork; sleep 4711'");
        var watch = Stopwatch.StartNew();

        project.Succeed("--target=Configure");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Shell.Run("/", "pgrep -f '[s]leep 4711'; true").Trim(), Is.Empty);
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromMinutes(2)), "nobody has waited for it");
        }
    }

    [Test]
    public void Without_a_sandbox_too_what_forked_and_stayed_is_ended_with_the_run()
    {
        PatchConfigure("perl -MPOSIX -e 'exit if fork; POSIX::setsid(); exit if fork; open STDOUT, \">/dev/null\"; open STDERR, \">/dev/null\"; sleep 4712'");

        project.Succeed("--target=Configure", "--no-sandbox");

        Assert.That(Shell.Run("/", "pgrep -f '[s]leep 4712'; true").Trim(), Is.Empty);
    }

    [Test]
    public void A_configure_that_prints_for_ever_is_ended_and_its_log_has_an_end()
    {
        PatchConfigure("yes 'and so on, and so on, and so on, and so on, and so on, and so on, and so on, and so on'");

        project.Run("--target=Configure").MustFail(ExitCode.Limit, "Configure: it printed more than 64 MiB", "configure.log");

        Assert.That(new FileInfo(Path.Combine(project.Workspace, "logs", "configure.log")).Length, Is.InRange(1 << 20, 65 << 20));
    }

    [Test]
    public void A_configure_that_fills_the_disk_is_stopped_and_what_it_wrote_is_gone_at_the_next_run()
    {
        HelloProjects.OnlyAsRoot();
        var workspace = Directory.CreateDirectory(project.Of("workspace")).FullName;
        Shell.Run("/", $"mount -t tmpfs -o size=40m small {workspace}");
        try
        {
            PatchConfigure("cat /dev/zero > filling; while :; do sleep 1; done");
            project.Run("--target=Configure").MustFail(ExitCode.Storage, "is full", "stopped before it took the rest");

            File.Delete(project.Of("patches", "hello-1.0", "0002-change.patch"));
            HelloProject.Edit(project.Spec, "Patch2: 0002-change.patch\n", "");
            project.Succeed("--target=Configure");
        }
        finally
        {
            Shell.Run("/", $"umount {workspace}");
        }
    }

    [Test]
    public void A_Makefile_that_reads_a_secret_from_the_environment_finds_a_short_list()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\t@env | sed 's/^/VARIABLE /'; tr '\\0' '\\n' < /proc/1/environ | sed 's/^/VARIABLE /'\n");

        project.Succeed(new Manner { Variables = new Dictionary<string, string> { ["API_TOKEN"] = "s3cr3t", ["SSH_AUTH_SOCK"] = "/tmp/agent", ["AWS_SECRET_ACCESS_KEY"] = "s3cr3t" }.ToImmutableDictionary() }, "--target=Make");

        var names = Log("make").Split('\n').Where(line => line.StartsWith("VARIABLE ", StringComparison.Ordinal)).Select(line => line["VARIABLE ".Length..].Split('=')[0]).Where(name => !name.StartsWith("CCACHE_", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Is.SubsetOf(new[] { "CONFIG_SHELL", "HOME", "LC_ALL", "PATH", "PKG_CONFIG_LIBDIR", "SHELL", "SOURCE_DATE_EPOCH", "TZ", "USER", "PWD", "OLDPWD", "SHLVL", "_", "MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "MAKELEVEL", "MAKE_TERMOUT", "MAKE_TERMERR", "am__force_recursion" }));
            Assert.That(names, Does.Contain("SOURCE_DATE_EPOCH"), "it has looked");
            Assert.That(Log("make"), Does.Not.Contain("s3cr3t"));
        }
    }

    [Test]
    public void A_Makefile_finds_no_key_no_process_and_no_folder_but_its_own()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\t@for f in /etc/shadow /etc/ssh /root /home /work /srv /run /var/lib/dpkg /var/run /boot /mnt /media; do ls -d $$f 2>/dev/null | sed 's/^/SEES /'; done; ls /build | sed 's/^/HAS /'; ls /build/tree | sed 's/^/HAS /'; ls -d /proc/[0-9]* | wc -l | sed 's/^/PROCESSES /'; id -u | sed 's/^/USER /'\n");

        project.Succeed("--target=Make");

        var log = Log("make").Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(log.Where(line => line.StartsWith("SEES ", StringComparison.Ordinal)), Is.Empty);
            Assert.That(log.Where(line => line.StartsWith("HAS ", StringComparison.Ordinal)).Except(["HAS compiler-cache", "HAS launcher"]), Is.EqualTo(new[] { "HAS home", "HAS tree", "HAS hello-1.0" }));
            Assert.That(int.Parse(log.Single(line => line.StartsWith("PROCESSES ", StringComparison.Ordinal))["PROCESSES ".Length..], System.Globalization.CultureInfo.InvariantCulture), Is.InRange(2, 20));
            Assert.That(log, Does.Contain("USER 0"));
        }
    }

    // Not hostile, only slow: some programs close all that they might have inherited, one after the other.
    [Test]
    public void A_Makefile_may_open_as_many_files_as_in_a_shell_not_as_many_as_dotnet_gives_itself()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\t@ulimit -n | sed 's/^/FILES /'\n");

        project.Succeed("--target=Make");

        var files = Log("make").Split('\n').Single(line => line.StartsWith("FILES ", StringComparison.Ordinal))["FILES ".Length..];
        Assert.That(int.Parse(files, System.Globalization.CultureInfo.InvariantCulture), Is.LessThanOrEqualTo(1024));
    }

    [Test]
    public void Links_that_lead_back_to_their_folder_are_packed_as_links_and_not_gone_through()
    {
        // Two of them have a way for each number of forty bits.
        project.AddPatch("Makefile.in", "install-exec-am: install-binPROGRAMS\n", "install-exec-am: install-binPROGRAMS\n\tmkdir -p $(DESTDIR)$(libdir)/hello && cd $(DESTDIR)$(libdir)/hello && ln -s . one && ln -s . two\n");

        project.Succeed("--target=Rpm", "--timeout=1m");

        var packed = Shell.Run(Path.Combine(project.Workspace, "rpm"), "rpm -qp --qf '[%{FILENAMES}=%{FILELINKTOS}\\n]' RPMS/*/hello-devel-*.rpm");
        Assert.That(packed.Split('\n'), Does.Contain("/usr/local/lib/hello/one=.").And.Contain("/usr/local/lib/hello/two=."));
    }

    [Test]
    public void A_compiler_that_gets_no_memory_is_one_clear_error()
    {
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\tawk 'BEGIN { print \"int numbers[] = {\"; for (i = 0; i < 1000000; i++) print i \",\"; print \"0};\" }' > scratch.c; ulimit -v 60000; $(CC) -O2 -c scratch.c -o scratch.o\n");

        project.Run("--target=Make").MustFail(ExitCode.Make, "Make: there was not enough memory: ", "--jobs=1");
    }

    private string Log(string step) => File.ReadAllText(Path.Combine(project.Workspace, "logs", step + ".log"));

    private void PatchConfigure(string line) => project.AddPatch("configure", "#! /bin/sh\n", $"#! /bin/sh\n{line}\n");
}
