using System.Collections.Immutable;
using Dom0Iptables.Tests.Documentation;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Every command of docs/first-hour-maintenance.md, in its order, on the small release in the place of iptables: the same tasks, in seconds.</summary>
public sealed class FirstHourTests
{
    // The door without what it compiles: this pipeline is compiled already, and a test installs nothing.
    private const string Door = "#!/bin/sh\nexec dotnet \"$(dirname \"$0\")/build/bin/Release/net10.0/Build.dll\" --no-install \"$@\"\n";

    private static readonly ImmutableArray<string> Recipes = ["iptables-1.4.8", "iptables-1.8.9"];

    private static readonly ImmutableArray<string> Platforms = ["el5-i686", "el5-x86_64"];

    [Test]
    public void Every_command_of_the_first_hour_on_a_maintenance_machine_does_what_it_says()
    {
        Processes.Tool.Require("bash", "man");
        var project = HelloProjects.Fresh();
        StandIn(project);

        var said = Run(project, new Guide("first-hour-maintenance.md"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.Contain("Built hello 1.0 for el5-i686").And.Contain("Built hello 1.0 for el5-x86_64").And.Contain("Built hello 1.0 for native"));
            Assert.That(said, Does.Contain("Make: nothing changed, not run again"));
            Assert.That(said, Does.Contain("exit code 9").And.Contain("exit code 2").And.Contain("did you mean 'Make'?"));
            Assert.That(said, Does.Contain("artifacts are what their source gives"));
            Assert.That(said, Does.Contain("hello-1.0-1.src.rpm: OK"));
            Assert.That(Directory.Exists(project.Of("artifacts")) || Directory.Exists(project.Of("workspace")), Is.False, "it tidies up");
        }
    }

    // The recipes and platforms that the page names, with the small release in them, and its archive under the name of the other.
    private static void StandIn(HelloProject project)
    {
        const string archive = "iptables-1.4.8.tar.bz2";
        HelloProject.Edit(project.Recipe, HelloRelease.Archive, archive);
        HelloProject.Edit(project.Spec, "Source0: hello-%{version}.tar.gz", $"Source0: {archive}");
        File.WriteAllText(project.Recipe, File.ReadAllText(project.Recipe).Replace($"http://127.0.0.1:9/{archive}", "http://127.0.0.1:9/nothing", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(project.Cache)!, "home"));
        File.Copy(project.Source, Path.Combine(Path.GetDirectoryName(project.Cache)!, "home", archive), overwrite: true);
        File.Move(project.Source, project.Of("sources", archive), overwrite: true);
        foreach (var recipe in Recipes)
        {
            File.Copy(project.Recipe, project.Of("recipes", recipe + ".toml"));
        }

        foreach (var platform in Platforms)
        {
            File.Copy(project.Of("platforms", "native.toml"), project.Of("platforms", platform + ".toml"));
        }

        File.WriteAllText(project.Of("build.sh"), Door);
        File.SetUnixFileMode(project.Of("build.sh"), (UnixFileMode)0b111_101_101);
    }

    private static string Run(HelloProject project, Guide guide)
    {
        var script = Path.Combine(HelloProjects.Scratch(), "guide.sh");
        File.WriteAllText(script, guide.Script(""));
        return Shell.Run(project.Folder, $"unset SOURCE_DATE_EPOCH CFLAGS MAKEFLAGS; HOME={Path.GetDirectoryName(project.Cache)}/home XDG_CACHE_HOME={project.Cache} MANPAGER=cat bash {script} 2>&1");
    }
}
