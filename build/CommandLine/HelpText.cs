using System.Text;

namespace Dom0Iptables.CommandLine;

/// <summary>What --help prints.</summary>
public static class HelpText
{
    /// <summary>The whole text.</summary>
    /// <param name="tasks">The tasks there are, with their descriptions.</param>
    public static string Of(IEnumerable<(string Name, string Description)> tasks)
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
        text.AppendLine("tasks:");
        foreach (var (name, description) in tasks)
        {
            text.AppendLine($"  {name,-12}{description}");
        }

        text.AppendLine();
        text.AppendLine("examples:");
        text.AppendLine("  ./build.sh --allow-fallback                             build what can be had");
        text.AppendLine("  ./build.sh --source=/tmp/iptables-1.4.8.tar.bz2         build an archive that you have");
        text.AppendLine("  ./build.sh --recipe=iptables-1.8.9 --platform=native    another release, for this machine");
        text.AppendLine("  ./build.sh --target=Gate --rpm=some.rpm                 would el5-i686 run this package?");
        text.AppendLine("  ./build.sh --target=Doctor                              what this machine lacks");
        text.Append("  ./build.sh --target=Test                                all tests");
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
