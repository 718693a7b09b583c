using Dom0Iptables.Text;

namespace Dom0Iptables.Rehearsal;

/// <summary>The scenes' scripts and stand-ins.</summary>
public static class SceneFiles
{
    /// <summary>Lays all of them out in a folder; what was there is overwritten.</summary>
    public static void WriteTo(string folder) => EmbeddedFiles.WriteTo("Scenes/", folder);
}
