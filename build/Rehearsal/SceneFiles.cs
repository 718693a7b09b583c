using System.Reflection;

namespace Dom0Iptables.Rehearsal;

/// <summary>The scenes' scripts and stand-ins, carried in the pipeline itself.</summary>
public static class SceneFiles
{
    private const string Prefix = "Scenes/";

    /// <summary>Lays all of them out in a folder; what was there is overwritten.</summary>
    public static void WriteTo(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, name[Prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var resource = assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(path);
            resource.CopyTo(file);
        }
    }
}
