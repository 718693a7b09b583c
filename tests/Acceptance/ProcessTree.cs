namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A process as /proc shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="Start">When it was started, in ticks of the kernel; with the id it names one process for ever.</param>
/// <param name="Command">Its command line, parted by spaces.</param>
internal sealed record ProcessTree(int Id, int Parent, string Start, string Command)
{
    /// <summary>The processes below one, its children's children too.</summary>
    public static List<ProcessTree> Below(int id)
    {
        var all = All();
        var found = all.Where(process => process.Parent == id).ToList();
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(all.Where(process => process.Parent == found[index].Id));
        }

        return found;
    }

    /// <summary>Those of them that are still there; a zombie does nothing more.</summary>
    public static IEnumerable<ProcessTree> Alive(IEnumerable<ProcessTree> processes) =>
        processes.Join(All(), process => (process.Id, process.Start), process => (process.Id, process.Start), (process, _) => process);

    private static List<ProcessTree> All() =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Read).OfType<ProcessTree>()];

    // proc(5): the name in parentheses may hold anything; state is the first field behind it, the start time the twentieth.
    private static ProcessTree? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z"
                ? null
                : new ProcessTree(int.Parse(Path.GetFileName(folder)), int.Parse(fields[1]), fields[19], File.ReadAllText(Path.Combine(folder, "cmdline")).TrimEnd('\0').Replace('\0', ' '));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
