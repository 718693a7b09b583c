using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Documentation;

/// <summary>What --man prints: a manual page in roff, made of the tables in the code.</summary>
public static class ManualPage
{
    /// <summary>The whole page.</summary>
    /// <param name="tasks">The tasks there are.</param>
    public static string Of(IReadOnlyCollection<TaskEntry> tasks)
    {
        var version = typeof(ManualPage).Assembly.GetName().Version!.ToString(3);
        var page = new Roff()
            .Request(".\\\" Made by ./build.sh --man.")
            .Request($".TH DOM0\\-IPTABLES 1 \"\" \"dom0\\-iptables {version}\" \"User Commands\"")
            .Section("NAME")
            .Request("dom0\\-iptables \\- from a released iptables source archive to RPMs for a Xen dom0")
            .Section("SYNOPSIS")
            .Request(".B ./build.sh")
            .Request("[\\fB\\-\\-target=\\fITASK\\fR]")
            .Request("[\\fIoptions\\fR]")
            .Section("DESCRIPTION")
            .Text("Fetches and verifies a released iptables archive, unpacks, patches, configures and builds it, wraps the result in RPMs that an old Xen dom0 (CentOS 5.5) installs, holds them against that platform, and rehearses them on scratch dom0s before they are handed over in artifacts/.")
            .Request(".PP")
            .Text("What to build is a recipe, what it must run on a platform: files of recipes/ and platforms/. A step whose inputs have not changed is not run again. Nothing is written outside of workspace/, artifacts/ and the cache; as root on Debian, the packages that this machine lacks are installed unless --no-install is given.")
            .Section("OPTIONS")
            .Text("A value follows its option after = or as the next word. A misspelt option, value or task is an error that proposes the nearest.");
        foreach (var option in OptionTable.Own)
        {
            page.Entry(option.Usage, Sentence(option.Meaning));
        }

        page.Request(".SS Options of Cake");
        foreach (var option in OptionTable.OfCake)
        {
            page.Entry(option.Usage, Sentence(option.Meaning));
        }

        page.Section("TASKS").Text("Each has those run before it that it depends on; --tree shows them.");
        foreach (var task in tasks)
        {
            page.Entry(task.Name, Sentence(task.Description));
        }

        page.Section("\"EXIT STATUS\"");
        foreach (var (code, meaning) in ExitCodeTable.All)
        {
            // As it is: configure and make are names.
            page.Entry($"{code}", meaning + ".");
        }

        page.Section("FILES");
        foreach (var file in FileTable.All)
        {
            page.Entry(file.Name, Sentence(file.Meaning));
        }

        page.Section("ENVIRONMENT");
        foreach (var variable in EnvironmentTable.All)
        {
            page.Entry(variable.Name, Sentence(variable.Meaning));
        }

        page.Section("EXAMPLES");
        foreach (var example in ExampleTable.All)
        {
            page.Entry($"./build.sh {example.Arguments}", Sentence(example.Meaning));
        }

        return page
            .Request(".SS An example of each task")
            .Example(tasks.Select(task => $"./build.sh {task.Example}"))
            .Section("\"SEE ALSO\"")
            .Request(".BR rpm (8),")
            .Request(".BR iptables (8),")
            .Request(".BR xen\\-firewall (8)")
            .Request(".PP")
            .Text("README.md, and in docs/: a first hour on a maintenance machine, a first hour on dom0, the reference, how it works.")
            .ToString();
    }

    private static string Sentence(string meaning) => char.ToUpperInvariant(meaning[0]) + meaning[1..] + (meaning.EndsWith('?') ? "" : ".");
}
