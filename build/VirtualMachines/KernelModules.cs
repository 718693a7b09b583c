using System.Collections.Immutable;
using System.Text;
using Dom0Iptables.Failures;

namespace Dom0Iptables.VirtualMachines;

/// <summary>The loadable modules of a kernel package, with what each needs, as the modules themselves say it.</summary>
/// <remarks>depmod makes its list where a kernel is installed; in an unpacked package there is none.</remarks>
public sealed class KernelModules
{
    private static readonly byte[] DependsKey = "\0depends="u8.ToArray();

    private readonly string folder;
    private readonly Dictionary<string, string> files;
    private readonly ImmutableHashSet<string> builtIn;

    /// <summary>Reads the names of a kernel's modules.</summary>
    /// <param name="package">The folder that the kernel's package is unpacked in.</param>
    public KernelModules(string package)
    {
        folder = DebianFiles.Modules(package);
        files = Directory.EnumerateFiles(folder, "*.ko", SearchOption.AllDirectories).ToDictionary(file => Plain(Path.GetFileNameWithoutExtension(file)), StringComparer.Ordinal);
        builtIn = [.. File.ReadLines(Path.Combine(folder, "modules.builtin")).Select(line => Plain(Path.GetFileNameWithoutExtension(line)))];
    }

    /// <summary>The kernel's release, as uname -r says it.</summary>
    public string Release => Path.GetFileName(folder);

    /// <summary>The files of modules and of all that they need, each after those it needs.</summary>
    /// <param name="names">The modules' names.</param>
    /// <exception cref="PipelineException">The kernel has no such module (<see cref="ExitCode.Rehearsal"/>).</exception>
    public ImmutableArray<string> InOrder(params IEnumerable<string> names)
    {
        var order = new List<string>();
        foreach (var name in names)
        {
            Add(Plain(name), order);
        }

        return [.. order];
    }

    /// <summary>The path of a module's file below lib/modules.</summary>
    public string PlaceOf(string file) => Path.Combine(Release, Path.GetRelativePath(folder, file));

    private void Add(string name, List<string> order)
    {
        if (builtIn.Contains(name))
        {
            return;
        }

        if (!files.TryGetValue(name, out var file))
        {
            throw new PipelineException(ExitCode.Rehearsal, "Rehearsal", $"Debian's kernel {Release} has no module {name}", "see what became of the module in newer kernels");
        }

        if (!order.Contains(file))
        {
            foreach (var needed in NeedsOf(file))
            {
                Add(Plain(needed), order);
            }

            order.Add(file);
        }
    }

    // .modinfo holds "key=value" strings, each ended by a zero byte.
    private static string[] NeedsOf(string file)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        var start = bytes.IndexOf(DependsKey);
        if (start < 0)
        {
            return [];
        }

        var value = bytes[(start + DependsKey.Length)..];
        return Encoding.ASCII.GetString(value[..value.IndexOf((byte)0)]).Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    // A file may have hyphens where the module's name has underscores.
    private static string Plain(string name) => name.Replace('-', '_');
}
