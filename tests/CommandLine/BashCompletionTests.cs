using Dom0Iptables.CommandLine;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>What --completion=bash prints, sourced by a real bash and asked as readline asks it.</summary>
internal sealed class BashCompletionTests
{
    private TemporaryFolder project = null!;
    private string script = null!;

    [SetUp]
    public void MakeProject()
    {
        Tool.Require("bash");
        project = new TemporaryFolder();
        project.Write("build.sh", "");
        project.Write("some.rpm", "");
        project.Write("folder/other.rpm", "");
        project.Write("elsewhere/build.sh", "");
        script = project.Write("completion.bash", BashCompletion.Of(project.Of("build.sh"), ["iptables-1.4.8", "iptables-1.8.9"], ["el5-i686", "native"]) + "\n");
    }

    [TearDown]
    public void RemoveProject() => project?.Dispose();

    // With "=" in COMP_WORDBREAKS, as bash has it, it is a word of its own; without it, it is not.
    [TestCase("--recipe = ", "iptables-1.4.8 iptables-1.8.9")]
    [TestCase("--recipe =", "iptables-1.4.8 iptables-1.8.9")]
    [TestCase("--recipe = iptables-1.8", "iptables-1.8.9")]
    [TestCase("--recipe=iptables-1.8", "--recipe=iptables-1.8.9")]
    [TestCase("--recipe iptables-1.4", "iptables-1.4.8")]
    [TestCase("--platform = n", "native")]
    [TestCase("--target = Re", "Rehearse RehearseXen Repo Reproduce")]
    [TestCase("-t Do", "Doctor")]
    [TestCase("-t=Do", "-t=Doctor")]
    [TestCase("--from = Ma", "Make")]
    [TestCase("--verbosity = d", "diagnostic")]
    [TestCase("--launcher = d", "distcc")]
    [TestCase("--completion = ", "bash")]
    [TestCase("--allow", "--allow-fallback")]
    [TestCase("--rec", "--recipe=")]
    [TestCase("--wait --no-s", "--no-sandbox")]
    [TestCase("--recipe = iptables-1.8.9 --plat", "--platform=")]
    [TestCase("--rpm = s", "some.rpm")]
    [TestCase("--rpm=s", "--rpm=some.rpm")]
    [TestCase("--against = f", "folder")]
    [TestCase("--jobs = ", "")]
    [TestCase("--cflags = -", "")]
    [TestCase("--nosuch", "")]
    public void A_line_is_completed(string words, string expected) =>
        Assert.That(Complete("./build.sh", words), Is.EqualTo(expected));

    [Test]
    public void All_options_are_offered_where_none_is_begun()
    {
        Assert.That(Complete("./build.sh", "").Split(' '), Is.EqualTo(OptionTable.All.Select(option => $"--{option.Name}{(option.Value is null ? "" : "=")}")));
        Assert.That(Complete("./build.sh", "--wait ").Split(' '), Has.Length.EqualTo(OptionTable.All.Length));
    }

    [Test]
    public void Another_projects_build_sh_is_left_alone()
    {
        Assert.That(Complete("elsewhere/build.sh", "--rec"), Is.Empty);
        Assert.That(Complete(project.Of("build.sh"), "--rec"), Is.EqualTo("--recipe="));
    }

    [Test]
    public void A_name_that_a_shell_would_read_is_not_offered()
    {
        var printed = BashCompletion.Of("/it's here/build.sh", ["good", "$(id)", "a'b", ".."], []);

        Assert.That(printed, Does.Contain("words='good'").And.Contain(@"'/it'\''s here/build.sh'"));
        Assert.That(Shell.Run(project.Path, $"bash -n {project.Write("odd.bash", printed + "\n")}"), Is.Empty);
    }

    [Test]
    public void Shellcheck_finds_nothing_in_it()
    {
        Tool.Require("shellcheck");

        Assert.That(Shell.Run(project.Path, $"shellcheck {script}"), Is.Empty);
    }

    [Test]
    public void The_real_recipes_and_platforms_are_in_it()
    {
        var catalogue = new Catalogue(Repository.Top);
        var printed = BashCompletion.Of("/build.sh", catalogue.Recipes, catalogue.Platforms);

        Assert.That(printed, Does.Contain($"--recipe) words='{string.Join(' ', catalogue.Recipes)}' ;;").And.Contain($"--platform) words='{string.Join(' ', catalogue.Platforms)}' ;;"));
    }

    // An interactive bash on a terminal of its own: what is typed, with a tab, is what is run.
    [Test]
    public void A_tab_at_a_terminal_completes_the_line()
    {
        Tool.Require("script");
        File.WriteAllText(project.Of("build.sh"), "#!/bin/sh\necho \"<$*>\"\n");
        File.SetUnixFileMode(project.Of("build.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var typed = Shell.Run(project.Path, "{ sleep 1; printf '. ./completion.bash\\n'; sleep 1; printf './build.sh --rec\\tiptables-1.8\\t --tar\\tDoc\\t\\n'; sleep 1; printf 'exit\\n'; } | script -qec 'bash --norc --noprofile -i' /dev/null");

        Assert.That(typed, Does.Contain("<--recipe=iptables-1.8.9 --target=Doctor"));
    }

    private string Complete(string command, string words)
    {
        string[] split = words.Split(' ');
        var line = string.Join(' ', split.Select(word => $"'{word}'"));
        return Shell.Run(project.Path, $"""
            bash --norc --noprofile -c '
            . "$1"; command=$2; shift 2
            [ "$(complete -p build.sh)" = "complete -o bashdefault -F _dom0_iptables build.sh" ] || echo "not registered"
            COMP_WORDS=("$command" "$@") COMP_CWORD=$#
            _dom0_iptables "$command" "$COMP_WORDS[COMP_CWORD]" ""
            echo "$COMPREPLY[*]"' - {script} {command} {line}
            """.Replace("$COMP_WORDS[COMP_CWORD]", "${COMP_WORDS[COMP_CWORD]}", StringComparison.Ordinal).Replace("$COMPREPLY[*]", "${COMPREPLY[*]}", StringComparison.Ordinal)).Trim('\n');
    }
}
