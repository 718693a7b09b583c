namespace Dom0Iptables.VirtualMachines;

/// <summary>The files that run inside the machines, carried in the pipeline itself.</summary>
public static class GuestFiles
{
    private const string Prefix = "Guest/";

    /// <summary>The text of one.</summary>
    /// <param name="name">Its name in the folder Guest.</param>
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(GuestFiles).Assembly.GetManifestResourceStream(Prefix + name) ?? throw new ArgumentException($"there is no {name} in Guest", nameof(name)));
        return reader.ReadToEnd();
    }

    /// <summary>Puts one into a place, as a program.</summary>
    public static void Put(string name, string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, Read(name));
        File.SetUnixFileMode(place, (UnixFileMode)Convert.ToInt32("755", 8));
    }
}
