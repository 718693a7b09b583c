namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What a run after the first one does again, and what it leaves as it is.</summary>
public sealed class SecondRunTests
{
    [Test]
    public void Nothing_changed_nothing_is_run_again()
    {
        var project = HelloProjects.Built();

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun, Is.Empty);
            Assert.That(run.Output, Does.Contain("Built hello 1.0 for native"));
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        }
    }

    [Test]
    public void The_number_of_jobs_is_no_reason_to_build_again()
    {
        Assert.That(HelloProjects.Built().Succeed("--jobs=7").StepsRun, Is.Empty);
    }

    [Test]
    public void A_changed_patch_is_built_in_and_the_source_is_not_unpacked_again()
    {
        var project = HelloProjects.Built();
        HelloProject.Edit(project.Patch, "Hello, dom0", "Hello, Xen");

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun, Is.EqualTo(new[] { "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Rehearse", "Assemble", "Default" }));
            Assert.That(Shell.Run(project.Workspace, "staged/usr/local/bin/hello"), Is.EqualTo("Hello, Xen\n"));
        }
    }

    [Test]
    public void Where_a_patch_changes_a_C_source_alone_what_configure_made_is_put_back_and_the_artifacts_are_the_same()
    {
        var project = HelloProjects.Built();
        project.AddPatch("hello.c", "return 0;", "return 3;");

        var run = project.Succeed();
        var bytes = project.Bytes();
        var anew = project.Succeed("--force");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output, Does.Contain("Configure: only C sources have changed"));
            Assert.That(anew.Output, Does.Not.Contain("only C sources"));
            Assert.That(project.Bytes(), Is.EqualTo(bytes));
        }
    }

    [Test]
    public void Where_a_patch_changes_more_configure_is_run()
    {
        var project = HelloProjects.Built();
        project.AddPatch("Makefile.in", "all-local:\n", "all-local:\n\ttrue\n");

        Assert.That(project.Succeed("--target=Configure").Output, Does.Not.Contain("only C sources"));
    }

    [Test]
    public void A_changed_spec_is_packed_anew_and_nothing_is_compiled()
    {
        var project = HelloProjects.Built();
        HelloProject.Edit(project.Spec, "Summary: Greets", "Summary: Greets well");

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun, Is.EqualTo(new[] { "Rpm", "Srpm", "Gate", "Rehearse", "Assemble", "Default" }));
            Assert.That(Shell.Run(project.Artifacts, "rpm -qp --qf '%{SUMMARY}' hello-1.0-1.src.rpm"), Is.EqualTo("Greets well"));
        }
    }

    [TestCase("artifacts/hello-1.0/native/hello-1.0-1.src.rpm", "Default")]
    [TestCase("workspace/hello-1.0/native/archive/hello-1.0-100521.tar.bz2", "Archive")]
    [TestCase("workspace/hello-1.0/native/built/hello-1.0/hello", "Make")]
    [TestCase("workspace/hello-1.0/native/logs/error.log", "Make")]
    public void What_is_gone_is_made_again(string file, string step)
    {
        var project = HelloProjects.Built();
        File.Delete(project.Of(file));

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun.First(), Is.EqualTo(step));
            Assert.That(File.Exists(project.Of(file)), Is.True);
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        }
    }

    [TestCase("artifacts/hello-1.0/native/manifest.json", "Default")]
    [TestCase("workspace/hello-1.0/native/unpacked/hello-1.0/greeting.c", "Unpack")]
    [TestCase("workspace/hello-1.0/native/staged/usr/local/bin/hello", "Stage")]
    public void What_is_damaged_is_made_again(string file, string step)
    {
        var project = HelloProjects.Built();
        File.AppendAllText(project.Of(file), "damage");

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun.First(), Is.EqualTo(step));
            Assert.That(File.ReadAllText(project.Of(file)), Does.Not.EndWith("damage"));
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        }
    }

    [Test]
    public void A_damaged_journal_proves_nothing_and_the_step_is_run()
    {
        var project = HelloProjects.Built();
        File.WriteAllText(Path.Combine(project.Workspace, "journal", "Archive.json"), "{\"Inputs\": ");

        var run = project.Succeed();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.StepsRun.First(), Is.EqualTo("Archive"));
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        }
    }
}
