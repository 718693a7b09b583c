using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Processes;
using Dom0Iptables.Signing;
using Dom0Iptables.Tests.Processes;

namespace Dom0Iptables.Tests.Signing;

/// <summary>A gpg home with keys of all kinds, made once for the tests of this room; its agent ends with them.</summary>
[SetUpFixture]
internal sealed class Keyring
{
    private static readonly ImmutableArray<string> Tools = ["gpg", "gpgv", "gpgconf", "gpg-agent", "rpmsign", "rpm", "rpmbuild"];
    private static readonly Dictionary<string, string> Fingerprints = [];
    private static TemporaryFolder? folder;

    /// <summary>The gpg of the tests.</summary>
    public static OperatorGpg Gpg => With();

    public static string Home => folder!.Of("gnupg");

    /// <summary>A key's fingerprint by its name.</summary>
    public static string FingerprintOf(string name) => Fingerprints[name];

    /// <summary>The gpg of the tests with further variables.</summary>
    public static OperatorGpg With(params (string Name, string Value)[] variables) =>
        new(variables.Aggregate(ImmutableSortedDictionary<string, string>.Empty.Add("GNUPGHOME", Home), (all, variable) => all.SetItem(variable.Name, variable.Value)));

    [OneTimeSetUp]
    public void Make_the_keys()
    {
        if (Tools.FirstOrDefault(tool => ProcessRunner.FindOnPath(tool) is null) is { } missing)
        {
            Assert.Ignore($"{missing} is not on this machine");
        }

        folder = new TemporaryFolder();
        Directory.CreateDirectory(Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // No passphrase is kept, so that each use of the locked key asks for it. The test's own pinentry answers.
        File.WriteAllText(Path.Combine(Home, "gpg-agent.conf"), $"default-cache-ttl 0\nmax-cache-ttl 0\npinentry-program {Path.Combine(Home, "pinentry")}\n");
        WritePinentry();
        Make("old", "dsa1024", "sign");
        Make("modern", "ed25519", "sign");
        Make("rsa", "rsa2048", "sign");
        Make("ec", "nistp256", "sign");
        Make("weak", "rsa1024", "sign");
        Make("certifier", "rsa2048", "cert");
        Make("locked", "ed25519", "sign", passphrase: "open sesame");
        Make("expired", "ed25519", "sign", made: "20200101T000000");
        Make("revoked", "ed25519", "sign");
        Make("public", "ed25519", "sign");
        Make("mixed", "dsa1024", "sign");
        Make("under", "rsa2048", "cert");
        Make("twin", "ed25519", "sign");
        Fingerprints["first twin"] = Fingerprints["twin"];
        Make("twin", "rsa2048", "sign");
        Add("mixed", "rsa2048", "sign");
        Add("mixed", "rsa2048", "encr");
        Add("under", "dsa1024", "sign");

        // gpg lays a revocation of every new key aside, with a colon before it against doing so by mistake.
        var revocation = Path.Combine(Home, "openpgp-revocs.d", $"{FingerprintOf("revoked")}.rev");
        File.WriteAllText(revocation, File.ReadAllText(revocation).Replace("\n:-----BEGIN", "\n-----BEGIN", StringComparison.Ordinal));
        Run("--import", revocation);
        Run("--yes", "--delete-secret-keys", FingerprintOf("public"));
    }

    [OneTimeTearDown]
    public void Remove_the_keys()
    {
        if (folder is not null)
        {
            Tool.Run(null, "gpgconf", "--homedir", Home, "--kill", "all");
            folder.Dispose();
        }
    }

    /// <summary>What the test's pinentry says when it is asked for a passphrase, in the words of the Assuan protocol.</summary>
    public static void PinentryAnswers(string answer) => File.WriteAllText(Path.Combine(Home, "answer"), answer);

    /// <summary>What gpg-agent told the test's pinentry since it was last asked.</summary>
    public static string PinentryWasTold() => File.ReadAllText(Path.Combine(Home, "told"));

    /// <summary>Has the agent ask by another program.</summary>
    public static void UsePinentry(string program)
    {
        File.WriteAllText(Path.Combine(Home, "gpg-agent.conf"), $"default-cache-ttl 0\nmax-cache-ttl 0\npinentry-program {program}\n");
        Tool.Run(null, "gpgconf", "--homedir", Home, "--kill", "gpg-agent");
    }

    /// <summary>Runs gpg in this home.</summary>
    public static string Run(params string[] arguments) => Tool.Run(null, "gpg", ["--homedir", Home, "--batch", "--quiet", .. arguments]);

    public static void UseOwnPinentry() => UsePinentry(Path.Combine(Home, "pinentry"));

    private static void Make(string name, string algorithm, string usage, string passphrase = "", string? made = null)
    {
        string[] clock = made is null ? [] : ["--faked-system-time", made];
        Run([.. clock, "--yes", "--pinentry-mode", "loopback", "--passphrase", passphrase, "--quick-generate-key", $"{name} key <{name}@example.org>", algorithm, usage, made is null ? "never" : "1d"]);
        Fingerprints[name] = Parts(name).Last(line => line.Key == "sec").Fingerprint;
    }

    private static void Add(string name, string algorithm, string usage)
    {
        // A DSA subkey signs its primary key, which gpg of today does not let it do with SHA-1.
        Run("--enable-dsa2", "--cert-digest-algo", "SHA256", "--pinentry-mode", "loopback", "--passphrase", "", "--quick-add-key", FingerprintOf(name), algorithm, usage, "never");
        Fingerprints[string.Create(CultureInfo.InvariantCulture, $"{name} {usage}")] = Parts(name).Last().Fingerprint;
    }

    private static List<(string Key, string Fingerprint)> Parts(string name)
    {
        var lines = Run("--with-colons", "--list-secret-keys", $"{name}@example.org").Split('\n').Select(line => line.Split(':')).ToList();
        return [.. lines.Zip(lines.Skip(1)).Where(pair => pair.Second[0] == "fpr").Select(pair => (pair.First[0], pair.Second[9]))];
    }

    private static void WritePinentry()
    {
        var program = Path.Combine(Home, "pinentry");
        File.WriteAllText(program, $"""
            #!/bin/sh
            : > '{Home}/told'
            echo 'OK ready'
            while read -r line; do
                echo "$line" >> '{Home}/told'
                case $line in
                    GETPIN*) cat '{Home}/answer' ;;
                    BYE*) echo OK; exit ;;
                    *) echo OK ;;
                esac
            done

            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
