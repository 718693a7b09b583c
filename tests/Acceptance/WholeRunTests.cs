using System.Text.Json;

namespace Dom0Iptables.Tests.Acceptance;

public sealed class WholeRunTests
{
    private HelloProject project = null!;

    [OneTimeSetUp]
    public void Take() => project = HelloProjects.Built();

    [Test]
    public void The_artifacts_are_the_packages_the_archive_the_logs_and_what_vouches_for_them()
    {
        var files = Directory.EnumerateFileSystemEntries(project.Artifacts).Select(Path.GetFileName);
        var logs = Directory.EnumerateFiles(Path.Combine(project.Artifacts, "logs")).Select(Path.GetFileName);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(files, Is.EquivalentTo(new[]
            {
                $"hello-1.0-1.{Architecture}.rpm", $"hello-devel-1.0-1.{Architecture}.rpm", "hello-1.0-1.src.rpm",
                "hello-1.0-100521.tar.bz2", "error.log", "logs", "SHA256SUMS", "manifest.json", "provenance.intoto.json", "sbom.spdx.json", "rehearsal.json", "report.html", "run.json",
            }));
            Assert.That(logs, Is.EquivalentTo(new[] { "config.log", "configure.log", "make.log", "patch.log", "rpm.log", "srpm.log", "stage.log" }));
            Assert.That(Directory.Exists(project.Evidence), Is.False);
        }
    }

    [Test]
    public void Sha256sum_finds_every_artifact_as_it_is_listed()
    {
        var checkedFiles = Shell.Run(project.Artifacts, "sha256sum --check --strict SHA256SUMS");

        Assert.That(checkedFiles.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[]
        {
            $"hello-1.0-1.{Architecture}.rpm: OK", $"hello-devel-1.0-1.{Architecture}.rpm: OK", "hello-1.0-1.src.rpm: OK",
            "hello-1.0-100521.tar.bz2: OK", "manifest.json: OK", "provenance.intoto.json: OK", "sbom.spdx.json: OK",
        }));
    }

    [Test]
    public void The_manifest_says_what_was_built_from_what()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Artifacts, "manifest.json")));
        var root = manifest.RootElement;
        var source = root.GetProperty("source");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(root.GetProperty("recipe").GetString(), Is.EqualTo("hello-1.0"));
            Assert.That(root.GetProperty("platform").GetString(), Is.EqualTo("native"));
            Assert.That(root.GetProperty("sourceDateEpoch").GetInt64(), Is.EqualTo(1274400000));
            Assert.That(source.GetProperty("sha256").GetString(), Is.EqualTo(Sum(project.Source)));
            Assert.That(source.GetProperty("isRecipes").GetBoolean(), Is.True);
            Assert.That(root.GetProperty("patches").EnumerateArray().Single().GetProperty("sha256").GetString(), Is.EqualTo(Sum(project.Patch)));
            Assert.That(root.GetProperty("spec").GetProperty("sha256").GetString(), Is.EqualTo(Sum(project.Spec)));
            Assert.That(root.GetProperty("configureArguments").EnumerateArray().Select(flag => flag.GetString()), Is.EqualTo(new[] { "CFLAGS=-O2", "CXXFLAGS=-O2", "--disable-silent-rules" }));
            Assert.That(root.GetProperty("tools").GetProperty("gcc").GetString(), Is.EqualTo(Shell.Run("/", "gcc --version | head -n 1").Trim()));
            Assert.That(root.GetProperty("warnings").GetProperty("-Wcpp").GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("artifacts").EnumerateArray().Count(), Is.EqualTo(4));
            Assert.That(
                root.GetProperty("gates").EnumerateArray().Select(gate => $"{gate.GetProperty("gate").GetString()}: {gate.GetProperty("outcome").GetString()}"),
                Is.EqualTo(new[] { "symbols: passed", "libraries: passed", "elf: passed", "instructions: not checked", "run: not checked", "rpm: not checked", "scriptlets: passed", "files: passed", "requires: not checked", "rpmlint: not checked" }));
        }
    }

    [Test]
    public void The_manifest_has_no_clock_no_place_and_no_host_in_it()
    {
        var manifest = File.ReadAllText(Path.Combine(project.Artifacts, "manifest.json"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(manifest, Does.Not.Contain(project.Folder));
            Assert.That(manifest, Does.Not.Contain($"\"{Environment.MachineName}\""));
            Assert.That(manifest, Does.Not.Contain(DateTime.UtcNow.ToString("yyyy-MM-dd")));
        }
    }

    [Test]
    public void What_depends_on_clock_and_machine_stands_in_run_json()
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Artifacts, "run.json")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(record.RootElement.GetProperty("handedOver").GetDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(30)));
            Assert.That(record.RootElement.GetProperty("sourceOrigin").GetString(), Is.EqualTo(project.Source));
            Assert.That(record.RootElement.GetProperty("secondsByStep").GetProperty("Fetch").GetDouble(), Is.Positive);
            Assert.That(record.RootElement.GetProperty("secondsByStep").GetProperty("Configure").GetDouble(), Is.Positive);
            Assert.That(record.RootElement.GetProperty("steps")[0].GetProperty("step").GetString(), Is.EqualTo("Fetch"), "the first to begin");
        }
    }

    [Test]
    public void The_packages_hold_the_program_and_what_is_for_developers_apart_and_refresh_the_linker()
    {
        var main = Shell.Run(project.Artifacts, $"rpm -qpl hello-1.0-1.{Architecture}.rpm");
        var devel = Shell.Run(project.Artifacts, $"rpm -qpl hello-devel-1.0-1.{Architecture}.rpm");
        var scripts = Shell.Run(project.Artifacts, $"rpm -qp --scripts hello-1.0-1.{Architecture}.rpm");
        var owners = Shell.Run(project.Artifacts, "rpm -qp --qf '[%{FILEUSERNAME}:%{FILEGROUPNAME}\\n]' *.rpm | sort -u");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(main.Split('\n'), Is.EqualTo(new[] { "/usr/local/bin/hello", "/usr/local/share/man/man1/hello.1", "/usr/share/doc/hello-1.0", "/usr/share/doc/hello-1.0/COPYING", "" }));
            Assert.That(devel.Split('\n'), Is.EqualTo(new[] { "/usr/local/include/greeting.h", "/usr/local/lib/hello", "/usr/local/lib/hello/greeting.o", "" }));
            Assert.That(scripts, Does.Contain("postinstall program: /sbin/ldconfig").And.Contain("postuninstall program: /sbin/ldconfig"));
            Assert.That(owners, Is.EqualTo("root:root\n"));
        }
    }

    [Test]
    public void The_archive_is_the_built_tree_below_its_release_s_name_and_root_s()
    {
        var entries = Shell.Run(project.Artifacts, "tar --list --verbose --file hello-1.0-100521.tar.bz2").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries, Is.Not.Empty.And.All.Contains(" root/root ").And.All.Contains(" hello-1.0/"));
            Assert.That(entries, Has.One.EndsWith(" hello-1.0/hello").And.One.EndsWith(" hello-1.0/configure").And.One.EndsWith(" hello-1.0/greeting.o"));
        }
    }

    [Test]
    public void Error_log_holds_what_the_compiler_complained_of_and_nothing_else()
    {
        var errors = File.ReadAllLines(Path.Combine(project.Artifacts, "error.log"));
        var make = File.ReadAllText(Path.Combine(project.Artifacts, "logs", "make.log"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors[0], Is.EqualTo("greeting.c:2:2: warning: #warning greets nobody in particular [-Wcpp]"));
            Assert.That(errors, Has.None.StartsWith("gcc").And.None.StartsWith("make"));
            Assert.That(make, Does.Contain("\ngcc ").And.Not.Contain("#warning"));
        }
    }

    [Test]
    public void The_summary_s_first_line_names_what_was_built()
    {
        Assert.That(HelloProjects.First.Output.Split('\n').SkipWhile(line => !line.StartsWith("Built ", StringComparison.Ordinal)).Take(3), Is.EqualTo(new[]
        {
            "Built hello 1.0 for native",
            "  from      hello-1.0.tar.gz: SHA-256 is the recipe's",
            "  make      1 warning: 1 -Wcpp; all in error.log",
        }));
    }

    [Test]
    public void The_packages_install_run_and_go_without_a_trace()
    {
        HelloProjects.OnlyAsRoot();
        var root = HelloProjects.Scratch();
        var rpm = $"rpm --root {root} --dbpath /var/lib/rpm";

        // The scriptlets' ldconfig is the only program that the scratch root needs; Debian's is static.
        Shell.Run(root, "mkdir -p sbin etc var/lib/rpm && cp /sbin/ldconfig sbin/");
        Shell.Run(project.Artifacts, $"{rpm} --install --nodeps hello-1.0-1.{Architecture}.rpm hello-devel-1.0-1.{Architecture}.rpm");
        var said = Shell.Run(root, "usr/local/bin/hello");
        var verified = Shell.Run(root, $"{rpm} --verify --nodeps hello hello-devel");
        var refreshed = File.Exists(Path.Combine(root, "etc", "ld.so.cache"));
        Shell.Run(root, $"{rpm} --erase --nodeps hello hello-devel");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Is.EqualTo("Hello, dom0\n"));
            Assert.That(verified, Is.Empty);
            Assert.That(refreshed, Is.True);
            Assert.That(Shell.Run(root, "find usr ! -type d"), Is.Empty);
        }
    }

    [Test]
    public void Plain_rpmbuild_builds_the_same_files_from_the_source_package()
    {
        var top = HelloProjects.Scratch();

        Shell.Run(top, $"rpmbuild --define '_topdir {top}' --rebuild {project.Artifacts}/hello-1.0-1.src.rpm 2>&1");

        const string list = "rpm -qp --qf '[%{=NAME} %{FILENAMES} %{FILEMODES:perms}\\n]'";
        Assert.That(
            Shell.Run(top, $"{list} RPMS/*/*.rpm | sort"),
            Is.EqualTo(Shell.Run(project.Artifacts, $"{list} *.{Architecture}.rpm | sort")).And.Not.Empty);
    }

    private static string Architecture { get; } = Shell.Run("/", "rpm --eval %_arch").Trim();

    private static string Sum(string file) => Shell.Run("/", $"sha256sum {file}")[..64];
}
