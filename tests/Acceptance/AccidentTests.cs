using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What happens to a build machine behind a run's back is noticed, or makes no difference.</summary>
public sealed class AccidentTests
{
    [TestCase("Unpack")]
    [TestCase("Srpm")]
    public void A_source_that_somebody_replaces_in_the_cache_after_it_was_verified_is_noticed(string step)
    {
        var project = HelloProjects.Fresh();
        project.Succeed("--target=Fetch");
        var cached = Directory.EnumerateFiles(project.Cache, HelloRelease.Archive, SearchOption.AllDirectories).Single();
        File.AppendAllText(cached, "x");

        project.Run($"--target={step}", "--exclusive").MustFail(ExitCode.SourceMismatch, $"{step}: ", "has changed since it was verified", cached);

        project.Succeed();
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes), "the whole run fetches it again");
    }

    [Test]
    public void A_source_replaced_under_the_same_name_is_noticed()
    {
        var project = HelloProjects.Built();
        File.WriteAllBytes(project.Source, [.. File.ReadAllBytes(project.Source).Reverse()]);

        project.Run().MustFail(ExitCode.SourceMismatch, project.Source, "SHA-256: expected");
    }

    [Test]
    public void What_a_step_left_and_somebody_changed_is_not_taken_for_its_result()
    {
        var project = HelloProjects.Built();
        File.AppendAllText(Path.Combine(project.Workspace, "staged", "usr", "local", "bin", "hello"), "x");

        project.Run("--target=Rpm", "--exclusive").MustFail(ExitCode.StepOrder, "Rpm: Stage has left a result that is not as it was any more", "without --exclusive");
    }

    [Test]
    public void A_tree_that_somebody_removed_is_missed_by_its_step_s_name()
    {
        var project = HelloProjects.Built();
        Directory.Delete(Path.Combine(project.Workspace, "configured"), recursive: true);

        project.Run("--target=Make", "--exclusive").MustFail(ExitCode.StepOrder, "Make: Configure has left a result that is not as it was any more");
    }

    [Test]
    public void No_clock_is_in_what_a_step_leaves_so_that_setting_it_back_makes_no_difference()
    {
        var project = HelloProjects.Built();

        var times = Shell.Run(project.Workspace, "find configured built staged archive rpm srpm assembled logs/error.log -printf '%T@\\n' | sort -u").Trim();

        Assert.That(times, Is.EqualTo($"{new DateTimeOffset(2010, 5, 21, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}.0000000000"));
    }

    [Test]
    public void A_step_that_is_run_again_with_the_same_result_lets_what_follows_be()
    {
        var project = HelloProjects.Built();
        File.Delete(Path.Combine(project.Workspace, "journal", "Configure.json"));
        File.Delete(Path.Combine(project.Workspace, "journal", "Rpm.json"));

        Assert.That(project.Succeed().StepsRun, Is.EqualTo(new[] { "Configure", "Rpm" }));
    }

    [Test]
    public void What_is_asked_for_is_run_again_with_what_follows_it()
    {
        var project = HelloProjects.Built();

        var run = project.Succeed("--from=Rpm");

        Assert.That(run.StepsRun, Is.EqualTo(new[] { "Rpm", "Gate", "Rehearse", "Assemble", "Default" }));
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    [Test]
    public void A_step_to_begin_with_that_the_target_does_not_run_is_misuse() =>
        HelloProjects.Built().Run("--target=Make", "--from=Rpm").MustFail(ExitCode.Usage, "--from=Rpm names a step that --target=Make does not run");

    [Test]
    public void Two_runs_in_two_workspaces_share_an_empty_cache_without_harm()
    {
        HelloProjects.OnlyAsRoot();
        var one = HelloProjects.Fresh();
        var other = new HelloProject(HelloProjects.OfNobody().Folder, one.Cache);
        using var first = one.Start(new Manner());
        using var second = other.Start(new Manner());

        PipelineRun.Of(first).MustEndWith(ExitCode.Success);
        PipelineRun.Of(second).MustEndWith(ExitCode.Success);

        Assert.That(one.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
        Assert.That(other.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }
}
