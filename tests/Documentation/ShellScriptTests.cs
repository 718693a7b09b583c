using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Documentation;

internal sealed class ShellScriptTests
{
    private static readonly string[] ScriptFolders = ["dom0", "build/Rehearsal/Scenes"];

    [TestCase("build.sh")]
    [TestCase(".ci/run")]
    public void Shellcheck_finds_nothing_in_a_script(string script)
    {
        if (ProcessRunner.FindOnPath("shellcheck") is null)
        {
            Assert.Ignore("shellcheck is not on this machine");
        }

        Assert.That(Acceptance.Shell.Run(Repository.Top, $"shellcheck {script}"), Is.Empty);
    }

    // What a library sets for whoever reads it, and what it is given, is not to be seen in it.
    [TestCaseSource(nameof(PosixScripts))]
    public void Shellcheck_finds_nothing_in_a_script_for_any_posix_shell(string script)
    {
        if (ProcessRunner.FindOnPath("shellcheck") is null)
        {
            Assert.Ignore("shellcheck is not on this machine");
        }

        Assert.That(Acceptance.Shell.Run(Repository.Top, $"shellcheck --shell=sh --external-sources --severity=warning --exclude=SC2034,SC2154 {script}; dash -n {script}"), Is.Empty);
    }

    private static IEnumerable<string> PosixScripts() =>
        ScriptFolders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Top, folder), "*", SearchOption.AllDirectories))
            .Where(file => file.EndsWith(".sh", StringComparison.Ordinal) || File.ReadLines(file).FirstOrDefault() == "#!/bin/sh")
            .Select(file => Path.GetRelativePath(Repository.Top, file))
            .Order(StringComparer.Ordinal);

    [Test]
    public void A_compilers_server_that_outlives_the_build_does_not_keep_the_next_run_waiting()
    {
        using var folder = new TemporaryFolder();

        // A second file that has changed has it take the lock again.
        var said = Start(folder, "sleep 20 > /dev/null 2>&1 &", """
            bash ./build.sh 2> /dev/null
            echo changed > global.json
            timeout 10 bash ./build.sh 2> /dev/null
            """);

        Assert.That(said, Is.EqualTo("ran\nran\n"));
    }

    [Test]
    public void The_analyzers_wait_for_who_changes_the_pipeline_or_tests_it()
    {
        using var folder = new TemporaryFolder();

        var said = Start(folder, "printf '%s\\n' \"$@\" | grep RunAnalyzers > compiled", """
            start() {
                rm -f compiled
                bash ./build.sh "$@" > /dev/null 2>&1
                echo "$*: $(cat compiled 2> /dev/null || echo not compiled)"
            }
            start --target=Make
            start --target=Make
            start --target=Test
            start --target Test
            start --target=Make
            echo changed > global.json
            start --target=Make
            start --target=Test
            """);

        Assert.That(said, Is.EqualTo("""
            --target=Make: -p:RunAnalyzers=false
            --target=Make: not compiled
            --target=Test: -p:RunAnalyzers=true
            --target Test: not compiled
            --target=Make: not compiled
            --target=Make: -p:RunAnalyzers=true
            --target=Test: not compiled

            """));
    }

    /// <summary>Runs a script in a project whose dotnet compiles nothing, after a line of its own, and says "ran" where the pipeline would.</summary>
    private static string Start(TemporaryFolder folder, string compiling, string script)
    {
        File.Copy(Path.Combine(Repository.Top, "build.sh"), folder.Of("build.sh"));
        foreach (var file in new[] { "build/Build.csproj", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            folder.Write(file, "");
        }

        // It compiles like dotnet; a process that it leaves behind has every descriptor that it was given.
        var dotnet = folder.Write("bin/dotnet", $"""
            #!/bin/sh
            case $1 in
            --version) echo 10.0.100 ;;
            build)
                {compiling}
                mkdir -p build/bin/Release/net10.0 && : > build/bin/Release/net10.0/Build.dll ;;
            *) echo ran ;;
            esac
            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Acceptance.Shell.Run(folder.Path, $"set -e\nPATH={folder.Of("bin")}:$PATH\n{script}");
    }
}
