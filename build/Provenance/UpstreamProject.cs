using System.Collections.Immutable;
using System.Text;

namespace Dom0Iptables.Provenance;

/// <summary>Who makes a release, by the names that vulnerabilities are filed under.</summary>
/// <param name="Organization">The project's own name.</param>
/// <param name="Home">Its page.</param>
/// <param name="CpeVendor">The vendor in NVD's dictionary.</param>
/// <param name="CpeProduct">The product there.</param>
/// <param name="DebianSource">Debian's source package.</param>
public sealed record UpstreamProject(string Organization, Uri Home, string CpeVendor, string CpeProduct, string DebianSource)
{
    // A name that is guessed would send whoever looks for vulnerabilities to another product's, or to none.
    private static readonly ImmutableSortedDictionary<string, UpstreamProject> Known = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [KeyValuePair.Create("iptables", new UpstreamProject("The netfilter.org project", new Uri("https://www.netfilter.org/projects/iptables/"), "netfilter", "iptables", "iptables"))]);

    /// <summary>The project of a package's name, or null where it is not known for sure.</summary>
    public static UpstreamProject? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>A release's name in NVD's dictionary, as a formatted string (NISTIR 7695, 6.2).</summary>
    public string Cpe(string version)
    {
        var text = new StringBuilder($"cpe:2.3:a:{CpeVendor}:{CpeProduct}:");
        foreach (var letter in version)
        {
            text.Append(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? $"{letter}" : $"\\{letter}");
        }

        return text.Append(":*:*:*:*:*:*:*").ToString();
    }
}
