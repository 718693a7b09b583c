using Dom0Iptables.Text;

namespace Dom0Iptables.VirtualMachines;

/// <summary>The files that run inside the machines.</summary>
public static class GuestFiles
{
    /// <summary>The text of one.</summary>
    /// <param name="name">Its name in the folder Guest.</param>
    public static string Read(string name) => EmbeddedFiles.Read("Guest/" + name);

    /// <summary>Puts one into a place, as a program.</summary>
    public static void Put(string name, string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, Read(name));
        File.SetUnixFileMode(place, (UnixFileMode)Convert.ToInt32("755", 8));
    }
}
