using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Dom0Iptables.Failures;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Signing;
using Dom0Iptables.Tests.Acceptance;
using Dom0Iptables.Tests.Gates;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Signing;

/// <summary>Folders of small packages to sign, and a look at signed ones that owes nothing to the pipeline's own verification.</summary>
internal abstract class SigningFixture : GateFixture
{
    protected const string First = "small-1.0-1.i686.rpm";
    protected const string Second = "other-1.0-1.i686.rpm";

    private string packages = null!;
    private int runs;

    protected ReporterSpy Reporter { get; } = new();

    /// <summary>The folder of the test at hand, with two packages.</summary>
    protected string Artifacts { get; private set; } = null!;

    protected string Log => Artifacts + ".log";

    // A name that rpm's macros would stumble over.
    protected string Scratch => Folder.Of("100% scratch folder");

    [OneTimeSetUp]
    public void Pack_two()
    {
        var text = Folder.Write("text", "text\n");
        packages = Directory.CreateDirectory(Folder.Of("packages")).FullName;
        File.Copy(Pack(Files(("/usr/local/share/text", text))), Path.Combine(packages, First));
        File.Copy(Pack(Files(("/usr/local/share/other", text)), name: "other"), Path.Combine(packages, Second));
    }

    [SetUp]
    public void Copy_them()
    {
        Keyring.PinentryAnswers("ERR 83886179 Operation cancelled <Pinentry>\n");
        Reporter.Lines.Clear();
        Reporter.Warnings.Clear();
        Artifacts = Directory.CreateDirectory(Folder.Of(string.Create(CultureInfo.InvariantCulture, $"artifacts-{runs++}"))).FullName;
        foreach (var package in new[] { First, Second })
        {
            File.Copy(Unsigned(package), Path.Combine(Artifacts, package));
        }
    }

    protected string Unsigned(string package) => Path.Combine(packages, package);

    protected string InArtifacts(string name) => Path.Combine(Artifacts, name);

    protected static Platform PlatformOf(string id) => new Catalogue(Repository.Top).Platform(id);

    protected Task<ArtifactSigner> SignerAsync(string platform, params ImmutableArray<string> keys) => SignerAsync(Keyring.Gpg, platform, keys);

    protected async Task<ArtifactSigner> SignerAsync(OperatorGpg gpg, string platform, params ImmutableArray<string> keys) =>
        new(await SigningKeys.ReadAsync([.. keys.Select(key => $"{key}@example.org")], PlatformOf(platform), Keyring.Gpg, CancellationToken.None), PlatformOf(platform), gpg, Scratch, Log, Reporter);

    protected async Task<SignedPackages> SignAsync(string platform, params ImmutableArray<string> keys) =>
        await (await SignerAsync(platform, keys)).SignPackagesAsync(Artifacts, CancellationToken.None);

    /// <summary>Requires a failure that leaves nothing behind: the artifacts as they were, no scratch.</summary>
    protected async Task<PipelineException> FailsAsync(Func<Task> signing, params string[] phrases)
    {
        var before = Listing();
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => signing()))!;
        Assert.Multiple(() =>
        {
            Assert.That(failure.Step, Is.EqualTo("Sign"));
            Assert.That(phrases.Where(phrase => !failure.Message.Contains(phrase, StringComparison.Ordinal)), Is.Empty, failure.Message);
            Assert.That(Listing(), Is.EqualTo(before));
            Assert.That(Directory.Exists(Scratch), Is.False);
        });
        return failure;
    }

    /// <summary>Each file of the artifacts with its checksum.</summary>
    protected List<string> Listing() =>
        [.. Directory.EnumerateFileSystemEntries(Artifacts).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];

    /// <summary>The kinds of signature in a package, by the tags of its signature header.</summary>
    protected string SignaturesIn(string package) =>
        Tool.Run(null, "rpm", "-qp", "--nosignature", "--qf", "%{DSAHEADER:pgpsig}|%{SIGGPG:pgpsig}|%{RSAHEADER:pgpsig}|%{SIGPGP:pgpsig}", InArtifacts(package))
            .Split('|').Select(text => text.Split(',')[0]).Aggregate((all, next) => $"{all} {next}");

    /// <summary>What rpm -K says with a database that knows one key.</summary>
    protected ProcessOutcome CheckedByRpm(string publicKey, string package)
    {
        var database = Directory.CreateTempSubdirectory("dom0-iptables-").FullName;
        try
        {
            Tool.Run(null, "rpm", "--dbpath", database, "--import", publicKey);
            return Tool.Try(null, "rpm", "--dbpath", database, "-K", "-v", InArtifacts(package));
        }
        finally
        {
            Directory.Delete(database, recursive: true);
        }
    }

    /// <summary>Whether gpgv takes a detached signature with the public key that was handed over.</summary>
    protected bool IsSigned(string file) =>
        Tool.Try(Artifacts, "gpgv", "--homedir", Folder.Path, "--keyring", KeyringOf(InArtifacts(ArtifactSigner.PublicKeyName)), file + ".asc", file).Succeeded;

    /// <summary>A public key as gpgv reads it.</summary>
    protected string KeyringOf(string armored)
    {
        var keyring = Folder.Of("keyring.gpg");
        Shell.Run(Folder.Path, $"gpg --homedir {Keyring.Home} --batch --yes --quiet --dearmor --output {keyring} {armored}");
        return keyring;
    }

    /// <summary>Writes SHA256SUMS of all files, as whoever hands over does.</summary>
    protected void WriteSums() => Shell.Run(Artifacts, "sha256sum * > ../sums && mv ../sums SHA256SUMS");

    /// <summary>Turns one byte of a file round.</summary>
    protected static void Damage(string file, long position)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.Seek(position, SeekOrigin.Begin);
        var value = stream.ReadByte();
        stream.Seek(position, SeekOrigin.Begin);
        stream.WriteByte((byte)(value ^ 1));
    }

    /// <summary>Where a package's header begins.</summary>
    protected static long HeaderOf(string package)
    {
        var signature = RpmHeaderIndex.Read("Test", package).Signature;
        return (96 + 16 + (16 * signature.Entries.Length) + signature.DataSize + 7) / 8 * 8;
    }
}
