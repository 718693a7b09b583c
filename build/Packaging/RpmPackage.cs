using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Packaging;

/// <summary>What a package says of itself, as rpm reads it.</summary>
public sealed class RpmPackage
{
    // RPMSENSE_LESS, _GREATER, _EQUAL and RPMFILE_GHOST of rpm's own headers.
    private const int Less = 2;
    private const int Greater = 4;
    private const int Equal = 8;
    private const int Ghost = 64;

    // The number that OpenPGP gives SHA-256 (RFC 4880, 9.4).
    private const int Sha256Algorithm = 8;

    private static readonly ImmutableArray<(string Moment, string Tag)> Moments =
    [
        ("pre", "Prein"), ("post", "Postin"), ("preun", "Preun"), ("postun", "Postun"),
        ("pretrans", "Pretrans"), ("posttrans", "Posttrans"), ("preuntrans", "Preuntrans"), ("postuntrans", "Postuntrans"),
        ("verifyscript", "Verifyscript"),
    ];

    // The tags that rpm keeps signatures in: of the header alone, and of header and payload.
    private static readonly ImmutableArray<(string Tag, string Kind)> SignatureTags = [("Dsaheader", "DSA"), ("Rsaheader", "RSA"), ("Siggpg", "DSA"), ("Sigpgp", "RSA")];

    private readonly Dictionary<string, ImmutableArray<string>> tags;

    private RpmPackage(string path, Dictionary<string, ImmutableArray<string>> tags)
    {
        Path = path;
        this.tags = tags;
        Files = ReadFiles();
        Requires = Dependencies("Require");
        Provides = Dependencies("Provide");
        Obsoletes = Dependencies("Obsolete");
        Scriptlets = [.. Moments
            .Where(moment => tags.ContainsKey(moment.Tag) || tags.ContainsKey(moment.Tag + "prog"))
            .Select(moment => new RpmScriptlet(moment.Moment, string.Join(' ', Values(moment.Tag + "prog")) is { Length: > 0 } program ? program : "/bin/sh", Text(moment.Tag)))];
    }

    /// <summary>The package's full path.</summary>
    public string Path { get; }

    /// <summary>The name of its file.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Its name ("iptables").</summary>
    public string Name => Text("Name");

    /// <summary>Its version and release ("1.4.8-1").</summary>
    public string VersionAndRelease => $"{Text("Version")}-{Text("Release")}";

    /// <summary>Its architecture ("i686").</summary>
    public string Architecture => Text("Arch");

    /// <summary>Whether it is a source package.</summary>
    public bool IsSource => tags.ContainsKey("Sourcepackage");

    /// <summary>Whether the digests of its files are SHA-256; else MD5, which is all that rpm 4.4 knows.</summary>
    public bool UsesSha256 => FileDigestAlgorithm == Sha256Algorithm;

    /// <summary>The number that OpenPGP gives the algorithm of its files' digests; 1, MD5, where it names none.</summary>
    public int FileDigestAlgorithm => int.Parse(Text("Filedigestalgo") is { Length: > 0 } number ? number : "1", CultureInfo.InvariantCulture);

    /// <summary>The kinds of signature within it ("DSA"); empty where there is none.</summary>
    public ImmutableArray<string> Signatures => [.. SignatureTags.Where(tag => Has(tag.Tag)).Select(tag => tag.Kind).Distinct(StringComparer.Ordinal)];

    /// <summary>Its files, folders and links.</summary>
    public ImmutableArray<RpmFile> Files { get; }

    /// <summary>What it requires, with rpmlib().</summary>
    public ImmutableArray<RpmDependency> Requires { get; }

    /// <summary>What it provides.</summary>
    public ImmutableArray<RpmDependency> Provides { get; }

    /// <summary>What it takes the place of.</summary>
    public ImmutableArray<RpmDependency> Obsoletes { get; }

    /// <summary>Its scriptlets.</summary>
    public ImmutableArray<RpmScriptlet> Scriptlets { get; }

    /// <summary>The text of a tag as rpm names it ("Payloadcompressor"); empty where the package has none.</summary>
    public string Text(string tag) => Values(tag) is { Length: > 0 } values ? values[0] : "";

    /// <summary>All its tags as rpm names them, and their values.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Tags => tags;

    /// <summary>Whether the package has a tag.</summary>
    public bool Has(string tag) => tags.ContainsKey(tag);

    /// <summary>Reads a package's header.</summary>
    /// <param name="step">The step on whose behalf it is read.</param>
    /// <param name="path">The package.</param>
    /// <param name="environment">The environment of rpm.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">rpm cannot read it (<see cref="ExitCode.Packaging"/>).</exception>
    public static async Task<RpmPackage> ReadAsync(string step, string path, BuildEnvironment environment, CancellationToken cancellationToken)
    {
        var query = environment.In(System.IO.Path.GetDirectoryName(path)!, Command.Of("rpm", "-qp", "--nosignature", "--xml", path));
        var outcome = await ProcessRunner.CaptureAsync(step, query, cancellationToken);
        if (!outcome.Succeeded)
        {
            var said = string.Join("; ", outcome.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.StartsWith("error:", StringComparison.Ordinal)));
            throw new PipelineException(ExitCode.Packaging, step, $"rpm cannot read {path}: {(said.Length > 0 ? said : outcome.StandardError.Trim())}", "make the package again, or name one that is whole", query.ToString(), outcome.ExitCode);
        }

        try
        {
            var header = XElement.Parse(outcome.StandardOutput, LoadOptions.PreserveWhitespace);
            return new RpmPackage(path, header.Elements("rpmTag").ToDictionary(
                tag => tag.Attribute("name")!.Value,
                tag => tag.Elements().Select(value => value.Value).ToImmutableArray(),
                StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException)
        {
            throw new PipelineException(ExitCode.Packaging, step, $"the header of {path} cannot be understood: {exception.Message}", "make the package again", query.ToString(), innerException: exception);
        }
    }

    private ImmutableArray<string> Values(string tag) => tags.GetValueOrDefault(tag, []);

    private ImmutableArray<RpmFile> ReadFiles()
    {
        var modes = Values("Filemodes");
        var digests = Values("Filedigests");
        var links = Values("Filelinktos");
        var flags = Values("Fileflags");
        var users = Values("Fileusername");
        var groups = Values("Filegroupname");

        // A package with a file of 4 GB and more has the second tag instead.
        var sizes = Values("Filesizes") is { Length: > 0 } small ? small : Values("Longfilesizes");

        // A source package of old has plain names; every other has folders and base names.
        var names = Values("Oldfilenames") is { Length: > 0 } old
            ? old
            : [.. Values("Basenames").Zip(Values("Dirindexes"), (name, index) => Values("Dirnames")[int.Parse(index, CultureInfo.InvariantCulture)] + name)];
        return [.. names.Select((name, index) => new RpmFile(
            name,
            int.Parse(modes[index], CultureInfo.InvariantCulture) & 0xFFFF,
            users[index],
            groups[index],
            digests[index],
            links[index],
            (int.Parse(flags[index], CultureInfo.InvariantCulture) & Ghost) != 0,
            long.Parse(sizes[index], CultureInfo.InvariantCulture)))];
    }

    private ImmutableArray<RpmDependency> Dependencies(string kind)
    {
        var versions = Values(kind + "version");
        var flags = Values(kind + "flags");
        return [.. Values(kind + "name").Select((name, index) => new RpmDependency(name, Comparison(long.Parse(flags[index], CultureInfo.InvariantCulture)), versions[index]))];
    }

    private static string Comparison(long flags) =>
        ((flags & Less) != 0 ? "<" : "") + ((flags & Greater) != 0 ? ">" : "") + ((flags & Equal) != 0 ? "=" : "");
}
