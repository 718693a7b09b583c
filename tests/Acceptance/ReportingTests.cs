using System.Text.Json;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What a whole run says to a program, to a script, to a CI service and to a person.</summary>
public sealed class ReportingTests
{
    [Test]
    public void Quiet_prints_the_paths_of_the_artifacts_and_nothing_else()
    {
        var project = HelloProjects.Built();

        var run = project.Succeed("--verbosity=quiet");

        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(Directory.EnumerateFiles(project.Artifacts).Order(StringComparer.Ordinal)));
    }

    [Test]
    public void Json_prints_an_event_a_line_from_the_plan_to_the_result()
    {
        var project = HelloProjects.Built();

        var events = project.Succeed("--json", "--from=Rpm").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var ends = events.Where(one => Name(one) == "end").ToDictionary(one => one.GetProperty("step").GetString()!, one => one.GetProperty("state").GetString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Name(events[0]), Is.EqualTo("plan"));
            Assert.That(events[0].GetProperty("steps").EnumerateArray().Select(step => step.GetString()), Is.EqualTo(new[] { "Fetch", "Unpack", "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Assemble", "Rehearse", "Default" }));
            Assert.That(ends["Make"], Is.EqualTo("kept"));
            Assert.That(ends["Rpm"], Is.EqualTo("done"));
            Assert.That(events.Where(one => Name(one) == "artifact").Select(one => one.GetProperty("path").GetString()), Is.EqualTo(Directory.EnumerateFiles(project.Artifacts).Order(StringComparer.Ordinal)));
            Assert.That(events.Where(one => Name(one) == "progress" && one.GetProperty("step").GetString() == "Gate").Select(one => one.GetProperty("fraction").GetDouble()), Is.EqualTo(Enumerable.Range(1, 10).Select(gate => gate / 10.0)), "how many of the ten gates have been gone through");
            Assert.That(events[^1].GetProperty("exitCode").GetInt32(), Is.Zero);
        }
    }

    [Test]
    public void A_failure_is_an_event_with_all_that_the_error_says()
    {
        var project = HelloProjects.Built();
        HelloProject.Edit(project.Patch, "+const char *greeting(void) { return \"Hello, dom0\"; }", "+const char *greeting(void) { return nobody; }");

        var result = JsonDocument.Parse(project.Run("--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;

        Assert.That(Name(result), Is.EqualTo("result"));
        Assert.That(result.GetProperty("step").GetString(), Is.EqualTo("Make"));
        Assert.That(result.GetProperty("exitCode").GetInt32(), Is.EqualTo((int)ExitCode.Make));
        Assert.That(result.GetProperty("excerpt").EnumerateArray().Select(line => line.GetString()), Has.One.StartsWith("> greeting.c"));
        Assert.That(result.GetProperty("next").GetString(), Is.Not.Empty);
    }

    [Test]
    public void On_a_terminal_the_steps_are_shown_while_they_run_and_only_the_summary_stays()
    {
        var seen = OnTerminal(HelloProjects.Built(), columns: 80, "--recipe=hello-1.0 --platform=native --no-install --from=Configure");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Does.Contain("● Configure").And.Contain("· Rehearse").And.Contain("✓ Make").And.Match("= Patch.*kept"));
            Assert.That(seen[seen.LastIndexOf("Built hello 1.0 for native", StringComparison.Ordinal)..], Does.Contain("  took ").And.Contain("kept      Unpack, Patch, Srpm: nothing changed"));
            Assert.That(seen.TrimEnd(), Does.Contain("\e[?25h"), "the cursor is shown again");
        }
    }

    [TestCase("--recipe=nope || true", "Error: Options: there is no recipe\n  'nope'; known are: hello-1.0")]
    [TestCase("--recipie=nope || true", "Error: Options: unknown option\n  '--recipie'; did you mean '--recipe'?")]
    [TestCase("--help", "  --recipe=NAME             what to\n                            build: a")]
    public void On_a_narrow_terminal_lines_are_broken_between_words(string option, string lines)
    {
        var seen = OnTerminal(HelloProjects.Built(), columns: 40, option);

        Assert.That(seen.ReplaceLineEndings("\n"), Does.Contain(lines));
    }

    private static string OnTerminal(HelloProject project, int columns, string arguments)
    {
        Processes.Tool.Require("script");
        var command = $"stty cols {columns} rows 40; dotnet {project.Of("build", "bin", "Release", "net10.0", "Build.dll")} {arguments}";
        return Shell.Run(project.Folder, $"env -u CI TERM=xterm XDG_CACHE_HOME={project.Cache} HOME={project.Folder} script --quiet --return --command '{command}' /dev/null </dev/null");
    }

    private static string? Name(JsonElement one) => one.GetProperty("event").GetString();
}
