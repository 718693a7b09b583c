using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>A small project of a test's own, with a recipe and a platform that can be written wrong.</summary>
internal sealed class ProjectFolder : IDisposable
{
    /// <summary>A recipe with every key that there is.</summary>
    public const string Recipe = """
        # a comment before the first key
        name = "small"
        version = "1.0"
        released = 2010-05-21
        spec = "specs/small.spec"
        patches = "patches/small"
        fallback = "other"

        [source]
        file = "small-1.0.tar.bz2"
        sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"
        sha1 = "0123456789abcdef0123456789abcdef01234567"
        md5 = "0123456789abcdef0123456789abcdef"
        size = 12_345
        mirrors = [
          "http://example.org/small-1.0.tar.bz2",
          "https://example.org/small-1.0.tar.bz2",
        ]
        signature = "https://example.org/small-1.0.tar.bz2.sig"
        keyring = "keys/small.gpg"
        maximum-bytes = 1_000_000
        maximum-entries = 100

        # a comment before a table
        [source.debian]
        package = "small"
        file = "small_1.0.orig.tar.bz2"

        [configure]
        arguments = ["--enable-devel"]

        [smoke]
        commands = ["/sbin/small --version"]
        plugins = ['/usr/lib/small/(.*)\.so => /sbin/small --load $1']

        """;

    /// <summary>A platform with every key that there is.</summary>
    public const string Platform = """
        # a comment before the first key
        description = "a platform"
        architecture = "i686"
        cflags = "-O2"
        cxxflags = "-O3"

        [compiler]
        cc = "gcc -m32"
        switches = ["-fno-common"]
        configure-arguments = ["--host=i686-pc-linux-gnu"]

        [limits]
        base = "old"
        rpm = "old"
        rpmlint = "lint"
        kernel = "2.6.18"
        instructions = "pentiumiii"
        processor = "pentium3"

        [rpm]
        macros = ["_binary_payload w9.gzdio"]

        """;

    private readonly TemporaryFolder temporary = new();

    public ProjectFolder()
    {
        temporary.Write("specs/small.spec", "");
        temporary.Write("recipes/other.toml", "");
        temporary.Write("platforms/base/old.tsv", "");
        temporary.Write("platforms/rpm/old.toml", "");
        temporary.Write("platforms/rpm/lint.toml", "");
        Directory.CreateDirectory(temporary.Of("patches", "small"));
    }

    public string Path => temporary.Path;

    public Recipe ReadRecipe(string text)
    {
        temporary.Write("recipes/small.toml", text);
        return new Catalogue(Path).Recipe("small");
    }

    public Platform ReadPlatform(string text)
    {
        temporary.Write("platforms/small.toml", text);
        return new Catalogue(Path).Platform("small");
    }

    public void Write(string name, string text) => temporary.Write(name, text);

    /// <summary>Reads a recipe that must be refused with exit code 3 and the file's name, and gives the line and the complaint.</summary>
    public (int Line, string Complaint) RefusedRecipe(string text) => Refused(() => ReadRecipe(text), "recipes/small.toml");

    /// <summary>The same for a platform.</summary>
    public (int Line, string Complaint) RefusedPlatform(string text) => Refused(() => ReadPlatform(text), "platforms/small.toml");

    public void Dispose() => temporary.Dispose();

    private (int Line, string Complaint) Refused(Action read, string file)
    {
        var failure = Assert.Throws<PipelineException>(() => read());
        Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe), failure.Message);
        var prefix = $"{System.IO.Path.Combine(Path, file)}, line ";
        Assert.That(failure.Problem, Does.StartWith(prefix));
        var rest = failure.Problem[prefix.Length..].Split(": ", 2);
        return (int.Parse(rest[0]), rest[1]);
    }
}
