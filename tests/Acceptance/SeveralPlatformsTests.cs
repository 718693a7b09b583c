using System.Text.Json;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Several platforms in one command.</summary>
public sealed class SeveralPlatformsTests
{
    private HelloProject project = null!;

    [SetUp]
    public void AddPlatform()
    {
        project = HelloProjects.Built();
        project.AddPlatform("other");
    }

    [Test]
    public void Each_is_built_and_handed_over_as_by_a_run_of_its_own()
    {
        var run = project.Succeed("--platform=other");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Output, Does.Contain("Built hello 1.0 for native").And.Contain("Built hello 1.0 for other").And.Contain("other: Make: done"));
            Assert.That(run.Output.TrimEnd().Split('\n')[^2..], Is.EqualTo((string[])["native: done", "other: done"]));
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
            Assert.That(Directory.EnumerateFiles(project.Of("artifacts", "hello-1.0", "other"), "*.rpm"), Has.Exactly(3).Items);
        }
    }

    [Test]
    public void More_than_there_are_processors_for_wait_for_each_other_and_say_so()
    {
        var more = Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount - 1)).Select(number => $"more{number}").ToList();
        more.ForEach(project.AddPlatform);

        var lines = project.Succeed(["--platform=other", .. more.Select(platform => $"--platform={platform}"), "--target=Configure", "--force"]).Output.Split('\n');

        Assert.That(lines.Where(line => line.Contains(": waits until another has ended; ", StringComparison.Ordinal)), Has.Exactly(1).Items);
        Assert.That(lines.TakeLast(more.Count + 3), Is.EqualTo((string[])["native: done", "other: done", .. more.Select(platform => $"{platform}: done"), ""]));
    }

    [Test]
    public void What_is_told_of_one_is_told_of_its_own_steps()
    {
        var run = project.Succeed("--platform=other", "--force", "--json");

        var told = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(told => told.GetProperty("event").GetString() is "progress" or "line")
            .Select(told => (Event: told.GetProperty("event").GetString(), Step: PlatformIn(told, "step"), Text: PlatformIn(told, "text")))
            .Where(told => told.Text is "native" or "other" && (told.Event == "progress" || told.Step.Length > 0))
            .ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(told => (told.Event, told.Text)).Distinct(), Is.SupersetOf(new[] { ("progress", "native"), ("progress", "other"), ("line", "native"), ("line", "other") }));
            Assert.That(told.Where(told => told.Step != told.Text), Is.Empty);
        }

        static string PlatformIn(JsonElement told, string property) => told.TryGetProperty(property, out var value) ? value.GetString()!.Split(':')[0] : "";
    }

    [Test]
    public void One_that_fails_is_named_and_gives_the_exit_code_and_the_others_are_built_all_the_same()
    {
        HelloProject.Edit(project.Of("platforms", "other.toml"), "-O1", "-O1 -DDOM0=1 -Werror");

        var run = project.Run("--platform=other").MustEndWith(ExitCode.Make);

        Assert.That(run.Output + run.Error, Does.Contain("other: failed with exit code 10").And.Contain("other: Error: Make: greeting.c").And.Contain("native: done"));
    }

    [Test]
    public void A_platform_that_there_is_not_is_said_before_anything_is_built()
    {
        var run = project.Run("--platform=nativ").MustEndWith(ExitCode.Usage);

        Assert.That(run.Error, Does.Contain("nativ"));
        Assert.That(run.Output, Does.Not.Contain("Fetch"));
    }
}
