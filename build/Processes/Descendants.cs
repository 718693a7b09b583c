using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Dom0Iptables.Processes;

/// <summary>Ends what a run has left behind where no sandbox does it.</summary>
public static class Descendants
{
    /// <summary>Ends every process below this one. Those that lost their parents are below it only after <see cref="Machine.Posix.AdoptOrphans"/>.</summary>
    public static void End()
    {
        // What is killed may have been about to fork: look until there is nobody.
        for (var round = 0; round < 50; round++)
        {
            var below = Below(Environment.ProcessId);
            if (below.Count == 0)
            {
                return;
            }

            foreach (var id in below)
            {
                try
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                }
                catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
                {
                    // It has ended by itself.
                }
            }

            Thread.Sleep(20);
        }
    }

    private static List<int> Below(int id)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(Read)
            .Where(process => !process.IsDead)
            .ToLookup(process => process.Parent, process => process.Id);
        var found = children[id].ToList();
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(children[found[index]]);
        }

        return found;
    }

    // proc(5): the name in parentheses may hold anything; behind it come the state and the parent.
    private static (int Id, int Parent, bool IsDead) Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0] is "Z" or "X");
        }
        catch (IOException)
        {
            return (0, -1, true);
        }
    }
}
