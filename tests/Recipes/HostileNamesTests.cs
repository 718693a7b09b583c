using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>No name in the data files, nor of them, is read by a shell, a path, an option list, a terminal or rpm.</summary>
internal sealed class HostileNamesTests
{
    private const string Name = "must be of letters, digits and . _ + - only, and start with a letter or digit; 64 characters at most";
    private const string Path = "must be a path from the project's top folder, each part of which may be of letters, digits and . _ + - only, and start with a letter or digit; 64 characters at most";

    private static readonly string[] Names =
    [
        "", ".", "..", "../x", "a/../b", "/etc/passwd", ".hidden", "-e", "--define", "a b", "a\tb", "a\n", "a\nb", "a\0b", "\u001b[31m", "a\u009b", "\u202etxt",
        "$(id)", "${HOME}", "`id`", "a;id", "a&id", "a|id", "a>b", "a'b", "a\"b", "a\\b", "a*", "a?", "[a]", "{a,b}", "~", "#a", "!a", "a=b", "a:b", "a,b", "a@b",
        "%{_topdir}", "%(id)", "%%", "a%", "100%", "größe", "ａ", new('a', 65), new('a', 5000),
    ];

    private static readonly string[] RecipeLines = ProjectFolder.Recipe.Split('\n');
    private static readonly string[] PlatformLines = ProjectFolder.Platform.Split('\n');

    private ProjectFolder project = null!;

    [SetUp]
    public void MakeProject() => project = new ProjectFolder();

    [TearDown]
    public void RemoveProject() => project.Dispose();

    [TestCase("name", "name")]
    [TestCase("version", "version")]
    [TestCase("fallback", "fallback")]
    [TestCase("file", "source.file")]
    [TestCase("package", "source.debian.package")]
    public void A_name_in_a_recipe_is_plain_or_refused_at_its_line(string key, string shown)
    {
        Assert.Multiple(() =>
        {
            foreach (var name in Names)
            {
                Assert.That(project.RefusedRecipe(Recipe(key, Toml(name))), Is.EqualTo((LineOf(RecipeLines, key), $"{shown} {Name}")), name);
            }
        });
    }

    [TestCase("spec", "specs")]
    [TestCase("patches", "patches")]
    [TestCase("keyring", "keys")]
    public void A_path_in_a_recipe_is_of_plain_names_or_refused_at_its_line(string key, string folder)
    {
        Assert.Multiple(() =>
        {
            foreach (var name in Names.Append("x/").Append("./x").Append("x//y"))
            {
                var (line, complaint) = project.RefusedRecipe(Recipe(key, Toml($"{folder}/{name}")));
                Assert.That(line, Is.EqualTo(LineOf(RecipeLines, key)), name);
                Assert.That(complaint, Does.EndWith($"{key} {Path}").Or.EndWith($"{key} must lie inside the project").Or.EndWith($"{key} holds a control character"), name);
            }
        });
    }

    // It is there, and in the project: the name alone is what is wrong with it.
    [TestCase("specs/%(touch pwned).spec")]
    [TestCase("specs/-e.spec")]
    [TestCase("specs/a b.spec")]
    public void A_spec_whose_name_rpm_would_expand_is_refused_though_it_is_there(string spec)
    {
        project.Write(spec, "");

        Assert.Multiple(() =>
        {
            Assert.That(project.RefusedRecipe(Recipe("spec", Toml(spec))).Complaint, Is.EqualTo($"spec {Path}"));
            Assert.That(project.RefusedRecipe($"{ProjectFolder.Recipe}\n[dom0]\nspec = {Toml(spec)}\nfiles = \"patches\"\n").Complaint, Is.EqualTo($"dom0.spec {Path}"));
            Assert.That(project.RefusedRecipe($"{ProjectFolder.Recipe}\n[dom0]\nspec = \"specs/small.spec\"\nfiles = {Toml(spec)}\n").Complaint, Is.EqualTo($"dom0.files {Path}"));
        });
    }

    // .NET's own reading leaves a line break in an address as it is.
    [TestCase("http://example.org/\u001b[31m")]
    [TestCase("https://example.org/a\nb")]
    [TestCase("https://example.org/a b")]
    [TestCase("https://example.org/\u202etxt")]
    [TestCase("https://größe.example.org/")]
    [TestCase("javascript:alert(1)//\n")]
    [TestCase("$(id)")]
    [TestCase("-o/etc/passwd")]
    [TestCase("")]
    public void An_address_of_other_characters_than_addresses_have_is_refused_in_one_line(string address)
    {
        var (line, complaint) = project.RefusedRecipe(Recipe("signature", Toml(address)));

        Assert.Multiple(() =>
        {
            Assert.That(line, Is.EqualTo(LineOf(RecipeLines, "signature")));
            Assert.That(complaint, Does.StartWith("source.signature must hold http or https addresses, not '"));
            Assert.That(complaint.Where(letter => char.IsControl(letter) || letter == '\u202e'), Is.Empty);
        });
    }

    [TestCase("LDFLAGS=$(id)")]
    [TestCase("LDFLAGS=`id`")]
    [TestCase("CC=gcc;id")]
    [TestCase("--with-x='a'")]
    [TestCase("--prefix=%{_prefix}")]
    [TestCase("--a\n--b")]
    [TestCase("\u001b[31m")]
    [TestCase("sparc-sun-solaris")]
    [TestCase("")]
    public void An_argument_of_configure_that_makes_shell_would_read_is_refused(string argument)
    {
        Assert.Multiple(() =>
        {
            Assert.That(project.RefusedRecipe(Recipe("arguments", $"[{Toml(argument)}]")), Is.EqualTo((LineOf(RecipeLines, "arguments"), $"configure.arguments must hold options (--name) and NAME=value, of {CompilerFlags.Allowed}")));
            Assert.That(project.RefusedPlatform(Platform("configure-arguments", $"[\"--host=x\", {Toml(argument)}]")).Complaint, Is.EqualTo($"compiler.configure-arguments must hold options (--name) and NAME=value, of {CompilerFlags.Allowed}"));
        });
    }

    [TestCase("_binary_payload %(id)")]
    [TestCase("_binary_payload %{x}")]
    [TestCase("_binary_payload w9\n%define x y")]
    [TestCase("_binary_payload")]
    [TestCase("_binary_payload ")]
    [TestCase(" _binary_payload w9")]
    [TestCase("_topdir /etc")]
    [TestCase("_topdir ../..")]
    [TestCase("x() y")]
    [TestCase("__patch evil")]
    [TestCase("-x y")]
    [TestCase("")]
    public void A_macro_that_rpm_would_expand_or_run_is_refused(string macro)
    {
        var (line, complaint) = project.RefusedPlatform(Platform("macros", $"[{Toml(macro)}]"));

        Assert.That(line, Is.EqualTo(LineOf(PlatformLines, "macros")));
        Assert.That(complaint, Does.StartWith("rpm.macros must hold a macro's name, "));
    }

    [TestCase("base")]
    [TestCase("rpm")]
    [TestCase("rpmlint")]
    public void A_name_of_data_is_plain_or_refused_though_it_is_there(string key)
    {
        Assert.Multiple(() =>
        {
            foreach (var name in Names.Where(name => !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && name.Length < 200))
            {
                project.Write($"platforms/{(key == "base" ? "base" : "rpm")}/{name}{(key == "base" ? ".tsv" : ".toml")}", "");
                Assert.That(project.RefusedPlatform(Platform(key, Toml(name))).Complaint, Does.StartWith($"limits.{key} names no file of platforms/"), name);
            }
        });
    }

    [TestCase("cc", "-m32", "must be a compiler's name")]
    [TestCase("cc", "", "must be a compiler's name")]
    [TestCase("description", "two\\nlines", "must be of one line")]
    [TestCase("description", "\\u001b[31m", "must be of one line")]
    public void A_platforms_own_texts_are_what_they_are_for(string key, string value, string complaint) =>
        Assert.That(project.RefusedPlatform(Platform(key, $"\"{value}\"")).Complaint, Does.Contain($"{key} {complaint}"));

    [TestCase("commands", "small --version")]
    [TestCase("commands", "-L / /sbin/small")]
    [TestCase("commands", "/sbin/small\\n--version")]
    [TestCase("commands", "")]
    [TestCase("plugins", "/usr/lib/(.*) => -L / $1")]
    [TestCase("plugins", "/usr/lib/(.*) => /sbin/small \\u001b")]
    public void A_command_of_the_gates_begins_with_a_program(string key, string value) =>
        Assert.That(project.RefusedRecipe(Recipe(key, $"[\"{value}\"]")).Complaint, Is.EqualTo($"smoke.{key} must hold commands that begin with a program's full path, in one line each"));

    [TestCase("{-m $1")]
    [TestCase("-m $1}")]
    [TestCase("{-m {$1}}")]
    [TestCase("{-m} {$1}")]
    public void A_command_repeats_one_thing(string words) =>
        Assert.That(project.RefusedRecipe(Recipe("plugins", $"[\"/usr/lib/(.*) => /sbin/small {words}\"]")).Complaint, Is.EqualTo("smoke.plugins must hold commands with no more than one pair of braces"));

    // A file may have any name. "...toml" has the name "..", which would make the workspace the project itself.
    [Test]
    public void A_file_of_another_name_than_a_plain_one_is_refused_by_its_name([Values("recipe", "platform")] string kind)
    {
        Assert.Multiple(() =>
        {
            foreach (var name in Names.Where(name => !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && name.Length < 200))
            {
                project.Write($"{kind}s/{name}.toml", kind == "recipe" ? ProjectFolder.Recipe : ProjectFolder.Platform);
                var failure = Refused(kind, name);
                Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe), name);
                Assert.That(failure.Problem, Does.Contain($"/{kind}s/").And.EndsWith($"the name of a {kind} {Name}"), name);
                Assert.That(failure.Problem.Where(char.IsControl), Is.Empty, name);
            }
        });
    }

    [TestCase("platform", "native.failed")]
    [TestCase("platform", "native.partial")]
    [TestCase("recipe", "given")]
    [TestCase("recipe", "tests")]
    public void A_name_that_the_pipeline_has_for_folders_of_its_own_is_refused(string kind, string name)
    {
        project.Write($"{kind}s/{name}.toml", kind == "recipe" ? ProjectFolder.Recipe : ProjectFolder.Platform);

        var failure = Refused(kind, name);

        Assert.That((failure.Code, failure.Problem), Is.EqualTo((ExitCode.Recipe, $"'{project.Path}/{kind}s/{name}.toml': no {kind} can have this name: the pipeline keeps things of its own under it")));
    }

    [Test]
    public void A_name_that_no_file_has_is_told_in_one_line([Values("recipe", "platform")] string kind)
    {
        project.Write($"{kind}s/\u001b[2J.toml", "");

        Assert.Multiple(() =>
        {
            foreach (var name in Names)
            {
                var failure = Refused(kind, name);
                Assert.That(failure.Code, Is.EqualTo(name == "\u001b[2J" ? ExitCode.Recipe : ExitCode.Usage), name);
                Assert.That(failure.Problem.Where(char.IsControl), Is.Empty, name);
                Assert.That(failure.Problem, Has.Length.LessThan(500), name);
            }
        });
    }

    private PipelineException Refused(string kind, string name)
    {
        var catalogue = new Catalogue(project.Path);
        return Assert.Throws<PipelineException>(() => _ = kind == "recipe" ? catalogue.Recipe(name) : (object)catalogue.Platform(name))!;
    }

    private static string Recipe(string key, string value) => With(RecipeLines, key, value);

    private static string Platform(string key, string value) => With(PlatformLines, key, value);

    private static string With(string[] lines, string key, string value) =>
        string.Join('\n', lines.Select((line, index) => index == LineOf(lines, key) - 1 ? $"{key} = {value}" : line));

    private static int LineOf(string[] lines, string key) => Array.FindIndex(lines, line => line.StartsWith(key + " =", StringComparison.Ordinal)) + 1;

    // A TOML text that stands for any characters.
    private static string Toml(string text) =>
        $"\"{string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? $"{letter}" : $"\\u{(int)letter:x4}"))}\"";
}
