using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Each step that fails says so by its own exit code, keeps the evidence, and leaves the last good artifacts alone.</summary>
public sealed class StepFailureTests
{
    private HelloProject project = null!;

    [SetUp]
    public void Take() => project = HelloProjects.Built();

    [Test]
    public void A_patch_that_does_not_apply_shows_its_reject_and_a_mended_one_goes_on()
    {
        HelloProject.Edit(project.Patch, "-const char *greeting(void) { return \"Hello, world\"; }", "-const char *greeting(void) { return \"Hello, moon\"; }");

        var run = project.Run().MustFail(ExitCode.Patch, "Patch: 0001-greet-dom0.patch does not apply", "greeting.c.rej", "Hello, moon", "--fuzz=0");
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "patch.log");

        File.WriteAllText(project.Patch, HelloFiles.Patch);
        project.Succeed();
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        Assert.That(Directory.Exists(project.Evidence), Is.False, "the evidence goes with the failure");
    }

    [Test]
    public void A_check_that_fails_is_named_with_what_the_compiler_said()
    {
        HelloProject.Edit(project.Recipe, "\"--disable-silent-rules\"", "\"--disable-silent-rules\", \"--enable-absent\"");

        var run = project.Run().MustFail(ExitCode.Configure, "Configure: configure failed: hello needs absent.h", "checking for absent.h", "absent.h: No such file or directory", "--enable-absent", "exit code 1");
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "configure.log", "config.log");
    }

    [Test]
    public void The_first_error_of_a_compiler_comes_first_and_error_log_is_kept()
    {
        PatchGreeting("const char *greeting(void) { return nobody; }");

        var run = project.Run().MustFail(ExitCode.Make, "Make: greeting.c:3: ‘nobody’ undeclared".Replace("‘", "'", StringComparison.Ordinal).Replace("’", "'", StringComparison.Ordinal), "exit code 2", "error.log");
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "make.log", "error.log");
        Assert.That(File.ReadAllText(Path.Combine(project.Evidence, "error.log")), Does.Contain("greeting.c:3").And.Contain("#warning").And.Not.Contain("gcc -O2"));
    }

    [Test]
    public void An_undefined_symbol_is_named_with_the_function_that_wants_it()
    {
        PatchGreeting("extern const char *elsewhere(void); const char *greeting(void) { return elsewhere(); }");

        project.Run().MustFail(ExitCode.Make, "greeting.c", "undefined reference to `elsewhere'");
    }

    [Test]
    public void A_make_install_that_fails_is_the_stages_failure()
    {
        PatchMakefile("install-data-local:\n\tfalse\n");

        var run = project.Run().MustFail(ExitCode.Stage, "Stage: make install failed", "DESTDIR=");
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "stage.log");
        Assert.That(Directory.Exists(Path.Combine(project.Workspace, "staged")), Is.True, "what an earlier run staged is whole, or gone");
    }

    [Test]
    public void A_make_install_that_writes_outside_of_DESTDIR_is_found_out()
    {
        HelloProjects.OnlyAsRoot();
        var stray = $"/usr/local/share/dom0-iptables-test-{Guid.NewGuid():N}";
        PatchMakefile($"install-data-local:\n\techo stray > {stray}\n");
        try
        {
            project.Run().MustFail(ExitCode.Stage, "it tried to write where a build may not", $"{stray}: Read-only file system");
            project.Run("--no-sandbox").MustFail(ExitCode.Stage, "make install has written outside of DESTDIR", stray);
        }
        finally
        {
            File.Delete(stray);
        }
    }

    [Test]
    public void What_other_programs_change_meanwhile_does_not_count_against_make_install()
    {
        HelloProjects.OnlyAsRoot();
        var other = $"/usr/local/share/dom0-iptables-test-{Guid.NewGuid():N}";

        // Once only, as a package manager would: the second make install finds the mark.
        PatchMakefile($"install-data-local:\n\ttest -e ../../../../../mark || {{ echo other > {other}; touch ../../../../../mark; }}\n");
        try
        {
            var run = project.Succeed("--no-sandbox");
            Assert.That(run.Output, Does.Contain("that other programs changed meanwhile"));
        }
        finally
        {
            File.Delete(other);
        }
    }

    [Test]
    public void A_spec_of_another_release_is_refused()
    {
        HelloProject.Edit(project.Spec, "Version: 1.0", "Version: 1.1");

        project.Run().MustFail(ExitCode.Recipe, "recipe hello-1.0 and its spec disagree on the release: the recipe has 'hello 1.0', the spec 'hello 1.1'");
    }

    [Test]
    public void A_patch_that_the_spec_does_not_have_is_refused()
    {
        File.WriteAllText(project.Of("patches", "hello-1.0", "0002-new.patch"), "--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+new\n");

        project.Run().MustFail(ExitCode.Recipe, "disagree on the patches", "0002-new.patch");
    }

    [Test]
    public void A_staged_file_that_the_spec_leaves_out_is_named()
    {
        HelloProject.Edit(project.Spec, "/usr/local/share/man/man1/*\n", "");

        var run = project.Run().MustFail(ExitCode.Packaging, "Rpm: rpmbuild failed", "unpackaged");
        project.MustHaveEvidence(run, HelloProjects.FirstBytes, "rpm.log");
    }

    [Test]
    public void A_spec_that_changes_what_was_staged_is_found_out()
    {
        HelloProject.Edit(project.Spec, "cd %{built_tree}\n", "cd %{built_tree}\nstrip %{buildroot}/usr/local/bin/hello\n");

        project.Run().MustFail(ExitCode.Packaging, "the packages do not hold what was staged: /usr/local/bin/hello has other bytes than the staged file");
    }

    [Test]
    public void A_recipe_with_a_misspelt_key_is_refused_at_its_line()
    {
        HelloProject.Edit(project.Recipe, "version = ", "vresion = ");

        project.Run().MustFail(ExitCode.Recipe, "hello-1.0.toml, line 2: unknown key 'vresion'; did you mean 'version'?");
    }

    [Test]
    public void An_archive_with_a_wrong_checksum_is_refused()
    {
        File.AppendAllText(project.Source, "x");

        project.Run().MustFail(ExitCode.SourceMismatch, "SHA-256: expected", project.Source);
    }

    [Test]
    public void A_truncated_archive_that_somebody_vouches_for_is_refused_all_the_same()
    {
        var truncated = Path.Combine(HelloProjects.Scratch(), "hello-1.0.tar.gz");
        File.WriteAllBytes(truncated, File.ReadAllBytes(project.Source)[..^300]);
        var sum = Shell.Run("/", $"sha256sum {truncated} | cut -c1-64").Trim();

        project.Run($"--source={truncated}", $"--source-sha256={sum}").MustFail(ExitCode.ArchiveRefused, "Unpack: 'hello-1.0.tar.gz' is refused");
        Assert.That(Directory.EnumerateFileSystemEntries(project.Workspace, "*.partial"), Is.Empty);
    }

    [Test]
    public void A_hostile_archive_writes_nothing_outside()
    {
        var folder = HelloProjects.Scratch();
        var hostile = Path.Combine(folder, "hello-1.0.tar.gz");
        Shell.Run(folder, $"mkdir hello-1.0 && ln -s /tmp hello-1.0/out && tar cf a.tar hello-1.0 && rm hello-1.0/out && mkdir hello-1.0/out && echo x > hello-1.0/out/dom0-iptables-hostile && tar rf a.tar hello-1.0/out/dom0-iptables-hostile && gzip -c a.tar > {hostile}");
        var sum = Shell.Run("/", $"sha256sum {hostile} | cut -c1-64").Trim();

        project.Run($"--source={hostile}", $"--source-sha256={sum}").MustFail(ExitCode.ArchiveRefused, "hello-1.0/out");
        Assert.That(File.Exists("/tmp/dom0-iptables-hostile"), Is.False);
    }

    private void PatchGreeting(string line) =>
        HelloProject.Edit(project.Patch, "+const char *greeting(void) { return \"Hello, dom0\"; }", "+" + line);

    private void PatchMakefile(string rule) =>
        project.AddPatch("Makefile.in", "install-data-am: ", "install-data-am: install-data-local ", "\n" + rule);
}
