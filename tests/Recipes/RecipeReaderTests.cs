using CsCheck;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>A recipe is read in full or refused with the line to mend.</summary>
internal sealed class RecipeReaderTests
{
    private static readonly string[] Lines = ProjectFolder.Recipe.Split('\n');

    private ProjectFolder project = null!;

    [SetUp]
    public void MakeProject() => project = new ProjectFolder();

    [TearDown]
    public void RemoveProject() => project.Dispose();

    [TestCase("\n")]
    [TestCase("\r\n")]
    public void Every_key_is_read(string lineEnd)
    {
        var recipe = project.ReadRecipe(ProjectFolder.Recipe.ReplaceLineEndings(lineEnd));

        Assert.Multiple(() =>
        {
            Assert.That(recipe.Id, Is.EqualTo("small"));
            Assert.That(recipe.Name, Is.EqualTo("small"));
            Assert.That(recipe.Version, Is.EqualTo("1.0"));
            Assert.That(recipe.Released, Is.EqualTo(new DateOnly(2010, 5, 21)));
            Assert.That(recipe.SpecPath, Is.EqualTo(Path.Combine(project.Path, "specs", "small.spec")));
            Assert.That(recipe.PatchesFolder, Is.EqualTo(Path.Combine(project.Path, "patches", "small")));
            Assert.That(recipe.Fallback, Is.EqualTo("other"));
            Assert.That(recipe.ConfigureArguments, Is.EqualTo((string[])["--enable-devel"]));
            Assert.That(recipe.Source.FileName, Is.EqualTo("small-1.0.tar.bz2"));
            Assert.That(recipe.Source.Sha256, Is.EqualTo("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"), "lower case");
            Assert.That(recipe.Source.Sha1, Is.EqualTo("0123456789abcdef0123456789abcdef01234567"));
            Assert.That(recipe.Source.Md5, Is.EqualTo("0123456789abcdef0123456789abcdef"));
            Assert.That(recipe.Source.Size, Is.EqualTo(12345));
            Assert.That(recipe.Source.Mirrors.Select(mirror => mirror.Scheme), Is.EqualTo((string[])["http", "https"]));
            Assert.That(recipe.Source.Signature, Is.EqualTo(new Uri("https://example.org/small-1.0.tar.bz2.sig")));
            Assert.That(recipe.Source.Keyring, Is.EqualTo("keys/small.gpg"));
            Assert.That(recipe.Source.MaximumBytes, Is.EqualTo(1_000_000));
            Assert.That(recipe.Source.MaximumEntries, Is.EqualTo(100));
            Assert.That(recipe.Source.DebianSource, Is.EqualTo(new DebianSource("small", "small_1.0.orig.tar.bz2")));
        });
    }

    [TestCase("patches")]
    [TestCase("fallback")]
    [TestCase("sha256")]
    [TestCase("size")]
    [TestCase("mirrors")]
    [TestCase("signature")]
    [TestCase("arguments")]
    public void What_a_release_may_lack_can_be_left_out(string key) =>
        Assert.That(() => project.ReadRecipe(Without(key)), Throws.Nothing);

    [TestCase("name", 1, "'name' is missing")]
    [TestCase("version", 1, "'version' is missing")]
    [TestCase("released", 1, "'released' is missing")]
    [TestCase("spec", 1, "'spec' is missing")]
    [TestCase("[source]", 1, "'[source]' is missing")]
    [TestCase("[configure]", 1, "'[configure]' is missing")]
    [TestCase("file", 9, "'source.file' is missing")]
    [TestCase("maximum-bytes", 9, "'source.maximum-bytes' is missing")]
    [TestCase("maximum-entries", 9, "'source.maximum-entries' is missing")]
    [TestCase("package", 26, "'source.debian.package' is missing")]
    public void A_key_that_must_be_there_is_missed_at_its_table(string key, int line, string complaint)
    {
        var text = key switch
        {
            "[source]" => string.Join('\n', Lines[..7]) + "\n[configure]\n",
            "[configure]" => string.Join('\n', Lines[..Array.IndexOf(Lines, "[configure]")]) + "\n",
            _ => Without(key),
        };
        Assert.That(project.RefusedRecipe(text), Is.EqualTo((key == "package" ? LineOf(text, "[source.debian]") : line, complaint)));
    }

    [Test]
    public void A_misspelt_key_is_named_with_its_own_line_and_what_was_meant()
    {
        Assert.Multiple(() =>
        {
            foreach (var (key, line) in Keys())
            {
                var misspelt = key[..^1];
                var (at, complaint) = project.RefusedRecipe(ReplaceKey(line, key, misspelt));
                Assert.That(at, Is.EqualTo(line + 1), key);
                Assert.That(complaint, Does.Match($"^unknown key '[a-z.]*{misspelt}'; did you mean '{key}'\\?$"));
            }
        });
    }

    [Test]
    public void Any_one_edit_of_a_key_is_refused_at_its_line() =>
        (from key in Gen.OneOf(Keys().ToArray())
         from at in Gen.Int[0, key.Key.Length - 1]
         from letter in Gen.OneOf("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-".ToArray())
         from edit in Gen.OneOf(key.Key.Remove(at, 1), key.Key.Insert(at, letter.ToString()), key.Key.Remove(at, 1).Insert(at, letter.ToString()))
         where edit.Length > 0 && edit != key.Key
         select (key.Key, key.Line, edit)).Sample(
            slip =>
            {
                var (at, complaint) = project.RefusedRecipe(ReplaceKey(slip.Line, slip.Key, slip.edit));
                return at == slip.Line + 1 && complaint.StartsWith("unknown key '", StringComparison.Ordinal);
            },
            iter: 500,
            threads: 1);

    [Test]
    public void A_key_given_twice_is_refused_at_the_second()
    {
        Assert.Multiple(() =>
        {
            foreach (var (key, line) in Keys().Where(entry => entry.Key != "mirrors"))
            {
                var doubled = string.Join('\n', (string[])[.. Lines[..(line + 1)], Lines[line], .. Lines[(line + 1)..]]);
                var (at, complaint) = project.RefusedRecipe(doubled);
                Assert.That(at, Is.EqualTo(line + 2), key);
                Assert.That(complaint, Does.Contain(key));
            }
        });
    }

    [TestCase("name", "1")]
    [TestCase("version", "1.4")]
    [TestCase("version", "true")]
    [TestCase("released", "\"2010-05-21\"")]
    [TestCase("released", "20100521")]
    [TestCase("released", "2010-05-21T10:00:00Z")]
    [TestCase("released", "2010-05-21T10:00:00")]
    [TestCase("released", "10:00:00")]
    [TestCase("spec", "[\"a\"]")]
    [TestCase("file", "{ name = \"a\" }")]
    [TestCase("sha256", "1")]
    [TestCase("size", "\"12\"")]
    [TestCase("size", "1.5")]
    [TestCase("size", "-1")]
    [TestCase("size", "0")]
    [TestCase("maximum-bytes", "0")]
    [TestCase("maximum-bytes", "-1")]
    [TestCase("maximum-entries", "\"many\"")]
    [TestCase("signature", "[\"https://example.org/a.sig\"]")]
    [TestCase("arguments", "\"--enable-devel\"")]
    [TestCase("arguments", "[1, 2]")]
    [TestCase("arguments", "[[\"a\"]]")]
    public void A_value_of_another_kind_is_refused_at_its_line(string key, string value)
    {
        var line = Keys().First(entry => entry.Key == key).Line;
        var (at, complaint) = project.RefusedRecipe(With(key, value));

        Assert.Multiple(() =>
        {
            Assert.That(at, Is.EqualTo(line + 1));
            Assert.That(complaint, Does.Match($"^[a-z.]*{key} must be ").Or.Match($"^[a-z.]*{key} must hold "));
        });
    }

    [TestCase("name", "../x")]
    [TestCase("name", "a/b")]
    [TestCase("name", "")]
    [TestCase("name", ".hidden")]
    [TestCase("name", "-x")]
    [TestCase("name", "a b")]
    [TestCase("name", "a\\nb")]
    [TestCase("name", "a\\n")]
    [TestCase("name", "a\\u0000")]
    [TestCase("name", "%{macro}")]
    [TestCase("name", "$(id)")]
    [TestCase("version", "1.0;id")]
    [TestCase("version", "1.0~rc1")]
    [TestCase("fallback", "../small")]
    [TestCase("file", "../../etc/passwd")]
    [TestCase("file", "a\\tb")]
    [TestCase("package", "%{x}")]
    public void A_name_that_a_shell_a_path_or_rpm_would_read_is_refused(string key, string name) =>
        Assert.That(project.RefusedRecipe(With(key, $"\"{name}\"")).Complaint, Does.Contain($"{key} must be of letters, digits and"));

    [TestCase("sha256", 64)]
    [TestCase("sha1", 40)]
    [TestCase("md5", 32)]
    public void A_checksum_is_of_so_many_hexadecimal_digits(string key, int digits)
    {
        Assert.Multiple(() =>
        {
            foreach (var wrong in (string[])["", new('0', digits - 1), new('0', digits + 1), new string('0', digits - 1) + "g", new string('0', digits - 1) + " "])
            {
                Assert.That(project.RefusedRecipe(With(key, $"\"{wrong}\"")).Complaint, Is.EqualTo($"source.{key} must be {digits} hexadecimal digits"), wrong);
            }
        });
    }

    [TestCase("sha256,sha1", "one weak checksum only")]
    [TestCase("sha256,md5", "one weak checksum only")]
    [TestCase("sha256,sha1,md5", "has no checksum")]
    public void A_recipe_without_a_checksum_that_counts_is_refused(string absent, string complaint)
    {
        var text = string.Join('\n', Lines.Where(line => !absent.Split(',').Any(key => line.StartsWith(key + " ", StringComparison.Ordinal))));

        var refused = project.RefusedRecipe(text);

        Assert.That(refused.Line, Is.EqualTo(10));
        Assert.That(refused.Complaint, Does.Contain(complaint));
    }

    [TestCase("mirrors", "[\"ftp://example.org/a\"]")]
    [TestCase("mirrors", "[\"file:///etc/passwd\"]")]
    [TestCase("mirrors", "[\"https://example.org/a\", \"/etc/passwd\"]")]
    [TestCase("mirrors", "[\"example.org/a\"]")]
    [TestCase("signature", "\"ftp://example.org/a.sig\"")]
    [TestCase("signature", "\"a.sig\"")]
    public void An_address_is_of_the_web(string key, string value) =>
        Assert.That(project.RefusedRecipe(With(key, value)).Complaint, Does.StartWith($"source.{key} must hold http or https addresses, not '"));

    [TestCase("spec", "../outside.spec")]
    [TestCase("spec", "/etc/passwd")]
    [TestCase("spec", "")]
    [TestCase("patches", "..")]
    [TestCase("patches", ".")]
    [TestCase("patches", "patches/../../x")]
    [TestCase("keyring", "/etc/keys.gpg")]
    [TestCase("keyring", "../keys.gpg")]
    public void A_path_that_leads_out_of_the_project_is_refused(string key, string path) =>
        Assert.That(project.RefusedRecipe(With(key, $"\"{path}\"")).Complaint, Does.EndWith($"{key} must lie inside the project"));

    [Test]
    public void A_path_of_a_folder_whose_name_only_begins_like_the_project_leads_out_of_it() =>
        Assert.That(project.RefusedRecipe(With("spec", $"\"{project.Path}-other/a.spec\"")).Complaint, Is.EqualTo("spec must lie inside the project"));

    [Test]
    public void A_path_with_a_control_character_is_refused() =>
        Assert.That(project.RefusedRecipe(With("spec", "\"a\\u0000b\"")).Complaint, Is.EqualTo("spec holds a control character"));

    [TestCase("spec", "specs/none.spec", "spec names a file that is not there: ")]
    [TestCase("spec", "specs", "spec names a file that is not there: ")]
    [TestCase("patches", "patches/none", "patches names a folder that is not there: ")]
    [TestCase("patches", "specs/small.spec", "patches names a folder that is not there: ")]
    [TestCase("fallback", "none", "fallback names a recipe that is not there: ")]
    public void What_a_recipe_names_must_be_there(string key, string path, string complaint) =>
        Assert.That(project.RefusedRecipe(With(key, $"\"{path}\"")).Complaint, Does.StartWith(complaint));

    [TestCase("spec = \"specs/none.spec\"\nfiles = \"patches\"", "dom0.spec names a file that is not there: ")]
    [TestCase("spec = \"specs/small.spec\"\nfiles = \"none\"", "dom0.files names a folder that is not there: ")]
    [TestCase("spec = \"../small.spec\"\nfiles = \"patches\"", "dom0.spec must lie inside the project")]
    [TestCase("spec = \"specs/small.spec\"", "'dom0.files' is missing")]
    [TestCase("spec = \"specs/small.spec\"\nfiles = \"patches\"\nfile = \"a\"", "unknown key 'dom0.file'; did you mean 'files'?")]
    public void What_dom0_receives_beside_the_release_must_be_there(string section, string complaint) =>
        Assert.That(project.RefusedRecipe($"{string.Join('\n', Lines)}\n[dom0]\n{section}\n").Complaint, Does.StartWith(complaint));

    [Test]
    public void A_signature_without_keys_is_refused() =>
        Assert.That(project.RefusedRecipe(Without("keyring")), Is.EqualTo((19, "source.signature needs source.keyring, the keys that it may be made with")));

    private static IEnumerable<(string Key, int Line)> Keys() =>
        Lines.Select((text, line) => (Key: text.Split(" = ")[0], line)).Where(entry => entry.Key != Lines[entry.line]);

    private static int LineOf(string text, string line) => Array.IndexOf(text.Split('\n'), line) + 1;

    private static string Without(string key) => string.Join('\n', Lines.Where((_, line) => !RangeOf(key).Contains(line)));

    private static string With(string key, string value)
    {
        var range = RangeOf(key);
        return string.Join('\n', (string[])[.. Lines[..range[0]], $"{key} = {value}", .. Lines[(range[^1] + 1)..]]);
    }

    private static string ReplaceKey(int line, string key, string other) =>
        string.Join('\n', (string[])[.. Lines[..line], other + Lines[line][key.Length..], .. Lines[(line + 1)..]]);

    // The lines that a key takes: mirrors takes several.
    private static List<int> RangeOf(string key)
    {
        var first = Keys().First(entry => entry.Key == key).Line;
        var last = Lines[first].EndsWith('[') ? Array.IndexOf(Lines, "]", first) : first;
        return [.. Enumerable.Range(first, last - first + 1)];
    }
}
