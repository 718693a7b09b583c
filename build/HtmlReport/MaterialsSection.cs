using Dom0Iptables.Handover;

namespace Dom0Iptables.HtmlReport;

/// <summary>What it was made from and by: patches, flags, tools.</summary>
internal static class MaterialsSection
{
    /// <summary>The section's content.</summary>
    public static IEnumerable<object?> Of(Manifest manifest, RunRecord run)
    {
        yield return HtmlTable.Of(
            "build-table",
            "How it was built",
            ["what", "how"],
            [
                ["archive from", Html.Code(run.SourceOrigin)],
                ["configure", manifest.ConfigureArguments.SelectMany(argument => (object[])[Html.Code(argument), Html.Tag("br")])],
                ["walls", manifest.Sandbox],
                ["user", run.AsRoot ? "root" : "an ordinary user"],
                ["make's jobs", run.Jobs.ToString(System.Globalization.CultureInfo.InvariantCulture)],
                .. manifest.Tools.Select(tool => (object?[])[tool.Key, tool.Value]),
            ]);
        yield return HtmlTable.Of(
            "patches-table",
            manifest.Patches.IsEmpty ? "The spec; there are no patches" : "The patches in their order, and the spec",
            ["file", "#size", "SHA-256"],
            manifest.Patches.Append(manifest.Spec).Select(file => (object?[])[Html.Code(file.File), Html.Size(file.Size), Html.Tag("code", Html.Class("sum"), file.Sha256)]),
            "wide");
    }
}
