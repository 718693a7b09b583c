using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Names that would do something if anything read them: a run refuses each, and nothing is done.</summary>
public sealed class HostileNamesTests
{
    [TestCase("--recipe=../recipes/hello-1.0")]
    [TestCase("--recipe=hello-1.0\nError: nothing is wrong")]
    [TestCase("--recipe=$(touch pwned)")]
    [TestCase("--platform=\u001b]0;pwned\u0007\u001b[2J")]
    [TestCase("--platform=;touch pwned")]
    public void A_name_on_the_command_line_is_refused(string argument)
    {
        var project = HelloProjects.Fresh();
        var before = project.Listing();

        Refused(project, project.Run(argument), ExitCode.Usage);

        Assert.That(project.Listing(), Is.EqualTo(before));
    }

    [TestCase("recipes", "--recipe=", "..")]
    [TestCase("recipes", "--recipe=", "%(touch pwned)")]
    [TestCase("platforms", "--platform=", "..")]
    [TestCase("platforms", "--platform=", "\u001b[2J")]
    public void A_file_of_such_a_name_is_refused(string folder, string option, string name)
    {
        var project = HelloProjects.Fresh();
        File.Copy(folder == "recipes" ? project.Recipe : project.Of("platforms", "native.toml"), project.Of(folder, name + ".toml"));
        var before = project.Listing();

        var run = Refused(project, project.Run(option + name), ExitCode.Recipe);

        Assert.That(run.Error, Does.Contain($"/{folder}/"));
        Assert.That(project.Listing(), Is.EqualTo(before));
    }

    [TestCase("name = \"hello\"", "name = \"../../hello\"", 1, "name")]
    [TestCase("\"specs/hello-1.0.spec\"", "\"specs/%(touch pwned).spec\"", 4, "spec")]
    [TestCase("\"patches/hello-1.0\"", "\"patches/hello-1.0/../../../..\"", 5, "patches")]
    [TestCase("[\"--disable-silent-rules\"]", "[\"--disable-silent-rules\", \"CFLAGS=`touch pwned`\"]", 15, "configure.arguments")]
    public void A_name_in_a_recipe_is_refused_at_its_line(string phrase, string replacement, int line, string key)
    {
        var project = HelloProjects.Fresh();
        HelloProject.Edit(project.Recipe, phrase, replacement);
        File.Copy(project.Spec, project.Of("specs", "%(touch pwned).spec"));
        var before = project.Listing();

        var run = Refused(project, project.Run(), ExitCode.Recipe);

        Assert.That(run.Error, Does.Contain($"{project.Recipe}, line {line}: {key} "));
        Assert.That(project.Listing(), Is.EqualTo(before));
    }

    [TestCase("cxxflags = \"-O2\"", "cxxflags = \"-O2\"\n[rpm]\nmacros = [\"_tmppath %(touch pwned)\"]", "rpm.macros")]
    [TestCase("cxxflags = \"-O2\"", "cxxflags = \"-O2\"\n[limits]\nbase = \"../../../etc/passwd\"", "limits.base")]
    public void A_text_in_a_platform_is_refused_at_its_line(string phrase, string replacement, string key)
    {
        var project = HelloProjects.Fresh();
        HelloProject.Edit(project.Of("platforms", "native.toml"), phrase, replacement);

        Assert.That(Refused(project, project.Run(), ExitCode.Recipe).Error, Does.Match($"platforms/native.toml, line [0-9]+: {key} "));
    }

    [TestCase("0002-%(touch pwned).patch")]
    [TestCase("0002-\u001b[2J\nb.patch")]
    public void A_patch_of_such_a_name_is_refused(string name)
    {
        var project = HelloProjects.Fresh();
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(project.Patch)!, name), "");

        Assert.That(Refused(project, project.Run(), ExitCode.Recipe).Error, Does.Contain("is not named NNNN-name.patch"));
    }

    [Test]
    public void A_patch_that_does_not_apply_shows_no_escape_sequence_of_its_own()
    {
        var project = HelloProjects.Fresh();
        HelloProject.Edit(project.Patch, "greets nobody in particular", "\u001b]0;pwned\u0007\u001b[2J");

        Refused(project, project.Run(), ExitCode.Patch);
    }

    private static PipelineRun Refused(HelloProject project, PipelineRun run, ExitCode code)
    {
        run.MustEndWith(code);
        Assert.Multiple(() =>
        {
            Assert.That((run.Output + run.Error).Where(letter => char.IsControl(letter) && letter is not ('\n' or '\t')), Is.Empty, "what a terminal would read");
            Assert.That(run.Error.Split('\n'), Has.None.StartsWith("Error: nothing is wrong"));
            Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(project.Folder)!, "pwned", SearchOption.AllDirectories), Is.Empty);
        });
        return run;
    }
}
