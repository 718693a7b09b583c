using System.Collections.Immutable;
using System.Reflection;

namespace Dom0Iptables.Text;

/// <summary>The files that are compiled into the pipeline because other programs read them (Build.csproj names them).</summary>
public static class EmbeddedFiles
{
    private static readonly Assembly Holder = typeof(EmbeddedFiles).Assembly;

    /// <summary>The names of all of them, sorted.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Holder.GetManifestResourceNames().Order(StringComparer.Ordinal)];

    /// <summary>The text of one.</summary>
    /// <param name="name">Its name ("Guest/init").</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static string Read(string name)
    {
        using var reader = new StreamReader(Holder.GetManifestResourceStream(name) ?? throw new ArgumentException($"there is no {name} in the pipeline", nameof(name)));
        return reader.ReadToEnd();
    }

    /// <summary>Writes all whose names begin alike into a folder, by the rest of their names.</summary>
    /// <param name="prefix">What they begin with ("Scenes/").</param>
    /// <param name="folder">The folder; it is made where it is not there.</param>
    public static void WriteTo(string prefix, string folder)
    {
        foreach (var name in Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, name[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Read(name));
        }
    }
}
