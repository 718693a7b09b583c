using System.ComponentModel;
using System.Diagnostics;

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
        var children = ProcessStatus.All().Where(process => !process.IsDead).ToLookup(process => process.Parent, process => process.Id);
        var found = children[id].ToList();
        for (var index = 0; index < found.Count; index++)
        {
            found.AddRange(children[found[index]]);
        }

        return found;
    }
}
