using CsCheck;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>A platform is read in full or refused with the line to mend.</summary>
internal sealed class PlatformReaderTests
{
    private static readonly string[] Lines = ProjectFolder.Platform.Split('\n');

    private static readonly (string Key, int Line)[] Keys =
        [.. Lines.Select((text, line) => (Key: text.Split(" = ")[0], line)).Where(entry => entry.Key != Lines[entry.line])];

    private ProjectFolder project = null!;

    [SetUp]
    public void MakeProject() => project = new ProjectFolder();

    [TearDown]
    public void RemoveProject() => project.Dispose();

    [Test]
    public void Every_key_is_read()
    {
        var platform = project.ReadPlatform(ProjectFolder.Platform);

        Assert.Multiple(() =>
        {
            Assert.That(
                platform with { ConfigureArguments = [], CompilerSwitches = [], RpmMacros = [], Limits = PlatformLimits.None },
                Is.EqualTo(new Platform("small", "a platform", "i686", "-O2", "-O3", "gcc -m32", [], [], null, PlatformLimits.None, [])));
            Assert.That(
                platform.Limits,
                Is.EqualTo(new PlatformLimits(null, Data("base/old.tsv"), Data("rpm/old.toml"), Data("rpm/lint.toml"), new Version(2, 6, 18), "pentiumiii", "pentium3")));
            Assert.That(platform.CompilerSwitches, Is.EqualTo((string[])["-fno-common"]));
            Assert.That(platform.RpmMacros, Is.EqualTo((string[])["_binary_payload w9.gzdio"]));
            Assert.That(platform.ConfigureArguments, Is.EqualTo((string[])["--host=i686-pc-linux-gnu"]));
        });
    }

    [Test]
    public void A_platform_may_leave_compiler_and_architecture_to_the_machine()
    {
        var platform = project.ReadPlatform("description = \"\"\ncflags = \"\"\ncxxflags = \"\"\n");

        Assert.Multiple(() =>
        {
            Assert.That(platform.Cc, Is.Null);
            Assert.That(platform.Architecture, Is.Null);
            Assert.That(platform.ConfigureArguments, Is.Empty);
            Assert.That(platform.Limits, Is.EqualTo(PlatformLimits.None));
        });
    }

    [TestCase("description")]
    [TestCase("cflags")]
    [TestCase("cxxflags")]
    public void A_key_that_must_be_there_is_missed(string key) =>
        Assert.That(
            project.RefusedPlatform(string.Join('\n', Lines.Where(line => !line.StartsWith(key + " ", StringComparison.Ordinal)))),
            Is.EqualTo((1, $"'{key}' is missing")));

    [TestCase("cflags", "\"-O2 $(id)\"")]
    [TestCase("cflags", "\"%{optflags}\"")]
    [TestCase("cxxflags", "\"-O2\\n-g\"")]
    [TestCase("cc", "\"gcc; id\"")]
    [TestCase("architecture", "\"../x\"")]
    [TestCase("architecture", "\"%{_arch}\"")]
    [TestCase("architecture", "\"\"")]
    [TestCase("kernel", "\"new\"")]
    [TestCase("processor", "\"pentium3; id\"")]
    [TestCase("instructions", "\"-march\"")]
    [TestCase("switches", "[\"$(id)\"]")]
    [TestCase("cflags", "[\"-O2\"]")]
    [TestCase("configure-arguments", "\"--host=x\"")]
    public void A_value_that_cannot_be_used_is_refused_at_its_line(string key, string value)
    {
        var line = Keys.Single(entry => entry.Key == key).Line;
        var (at, complaint) = project.RefusedPlatform(string.Join('\n', (string[])[.. Lines[..line], $"{key} = {value}", .. Lines[(line + 1)..]]));

        Assert.Multiple(() =>
        {
            Assert.That(at, Is.EqualTo(line + 1));
            Assert.That(complaint, Does.Match($"^((compiler|limits)\\.)?{key} (must be|may hold only)"));
        });
    }

    [TestCase("base")]
    [TestCase("rpm")]
    [TestCase("rpmlint")]
    public void Data_that_is_not_there_is_refused_at_its_line(string key)
    {
        var line = Keys.Single(entry => entry.Key == key).Line;
        var (at, complaint) = project.RefusedPlatform(string.Join('\n', (string[])[.. Lines[..line], $"{key} = \"../x\"", .. Lines[(line + 1)..]]));

        Assert.That(at, Is.EqualTo(line + 1));
        Assert.That(complaint, Does.StartWith($"limits.{key} names no file of platforms/"));
    }

    private string Data(string name) => System.IO.Path.Combine(project.Path, "platforms", name);

    [Test]
    public void Any_one_edit_of_a_key_is_refused_at_its_line() =>
        (from key in Gen.OneOf(Keys)
         from at in Gen.Int[0, key.Key.Length - 1]
         from letter in Gen.OneOf("abcdefghijklmnopqrstuvwxyz0123456789_-".ToArray())
         from edit in Gen.OneOf(key.Key.Remove(at, 1), key.Key.Insert(at, letter.ToString()), key.Key.Remove(at, 1).Insert(at, letter.ToString()))
         where edit != key.Key
         select (key.Key, key.Line, edit)).Sample(
            slip =>
            {
                string[] text = [.. Lines[..slip.Line], slip.edit + Lines[slip.Line][slip.Key.Length..], .. Lines[(slip.Line + 1)..]];
                var (at, complaint) = project.RefusedPlatform(string.Join('\n', text));
                return at == slip.Line + 1 && complaint.StartsWith("unknown key '", StringComparison.Ordinal);
            },
            iter: 300,
            threads: 1);
}
