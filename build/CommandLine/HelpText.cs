using System.Text;

namespace Dom0Iptables.CommandLine;

/// <summary>What --help prints.</summary>
public static class HelpText
{
    /// <summary>The whole text.</summary>
    /// <param name="tasks">The tasks there are.</param>
    public static string Of(IEnumerable<TaskEntry> tasks)
    {
        var text = new StringBuilder();
        text.AppendLine("From a released iptables source archive to RPMs for a Xen dom0.");
        text.AppendLine();
        text.AppendLine("usage: ./build.sh [options]");
        text.AppendLine();
        text.AppendLine("options:");
        Append(text, OptionTable.Own);
        text.AppendLine();
        text.AppendLine("options of Cake:");
        Append(text, OptionTable.OfCake);
        text.AppendLine();
        text.AppendLine("tasks, each with an example:");
        foreach (var task in tasks)
        {
            text.AppendLine($"  {task.Name,-13}{task.Description}");
            text.AppendLine($"  {"",-13}  ./build.sh {task.Example}");
        }

        text.AppendLine();
        text.AppendLine("examples:");
        foreach (var example in ExampleTable.All)
        {
            text.AppendLine($"  {"./build.sh " + example.Arguments,-56}{example.Meaning}");
        }

        text.AppendLine();
        text.Append("more: ./build.sh --man | man -l -, and the folder docs/");
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<CommandLineOption> options)
    {
        foreach (var option in options)
        {
            text.AppendLine($"  {option.Usage,-26}{option.Meaning}");
        }
    }
}
