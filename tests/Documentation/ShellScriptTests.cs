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
        File.Copy(Path.Combine(Repository.Top, "build.sh"), folder.Of("build.sh"));
        foreach (var file in new[] { "build/Build.csproj", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            folder.Write(file, "");
        }

        // It compiles like dotnet and leaves a process behind that has every descriptor it was given.
        var dotnet = folder.Write("bin/dotnet", """
            #!/bin/sh
            case $1 in
            --version) echo 10.0.100 ;;
            build) sleep 20 > /dev/null 2>&1 & mkdir -p build/bin/Release/net10.0 && : > build/bin/Release/net10.0/Build.dll ;;
            *) echo ran ;;
            esac
            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // A second file that has changed has it take the lock again.
        var said = Acceptance.Shell.Run(folder.Path, $"""
            set -e
            PATH={folder.Of("bin")}:$PATH
            bash ./build.sh 2> /dev/null
            echo changed > global.json
            timeout 10 bash ./build.sh 2> /dev/null
            """);

        Assert.That(said, Is.EqualTo("ran\nran\n"));
    }
}
