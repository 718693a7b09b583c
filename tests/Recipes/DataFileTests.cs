using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>What is not TOML, or TOML of another shape, is refused where it is written.</summary>
internal sealed class DataFileTests
{
    private ProjectFolder project = null!;

    [SetUp]
    public void MakeProject() => project = new ProjectFolder();

    [TearDown]
    public void RemoveProject() => project.Dispose();

    [TestCase("name = \"small\nversion = \"1\"\n", 1)]
    [TestCase("name = \"small\"\nversion\n", 2)]
    [TestCase("name = \"small\"\n\n\nversion = = 1\n", 4)]
    [TestCase("name = \"small\"\n[source\nfile = \"a\"\n", 2)]
    [TestCase("name = \"small\"\nreleased = 2010-02-30\n", 2)]
    [TestCase("size = 99999999999999999999999\n", 1)]
    [TestCase("<html>\n", 1)]
    public void What_is_not_toml_is_refused_at_its_line(string text, int line) =>
        Assert.That(project.RefusedRecipe(text).Line, Is.EqualTo(line));

    [TestCase("\n[[source]]\nfile = \"a\"\n")]
    [TestCase("\n[[extra]]\n")]
    public void A_list_of_tables_has_no_place(string text)
    {
        var (line, complaint) = project.RefusedRecipe(text);

        Assert.Multiple(() =>
        {
            Assert.That(line, Is.EqualTo(2));
            Assert.That(complaint, Does.Contain("a list of tables has no place here"));
        });
    }

    [TestCase("source.file = \"a\"\n", "unknown key 'source.file'")]
    [TestCase("\"name\" = \"small\"\n", "unknown key '\"name\"'; did you mean 'name'?")]
    [TestCase("Name = \"small\"\n", "unknown key 'Name'; did you mean 'name'?")]
    [TestCase("anything = 1\n", "unknown key 'anything'; known are: ")]
    [TestCase("[anything]\n", "unknown key 'anything'; known are: ")]
    [TestCase("[sources]\n", "unknown key 'sources'; did you mean 'source'?")]
    [TestCase("[configure.more]\n", "unknown key 'configure.more'; ")]
    public void A_key_written_otherwise_is_refused(string text, string complaint)
    {
        var needed = text.Contains("configure.more", StringComparison.Ordinal) ? ProjectFolder.Recipe : "";
        var (line, said) = project.RefusedRecipe(needed + text);

        Assert.Multiple(() =>
        {
            Assert.That(line, Is.EqualTo((needed + text).Split('\n').Length - 1));
            Assert.That(said, Does.StartWith(complaint));
        });
    }

    [TestCase("fallback = \"other\"\n", "[fallback]\n", "fallback must be a value, not a table")]
    [TestCase("patches = \"patches/small\"\n", "[patches]\n", "patches must be a value, not a table")]
    public void A_table_in_a_values_place_is_refused(string value, string table, string complaint)
    {
        // Optional: as unseen as a misspelt key, if it were not refused.
        var text = ProjectFolder.Recipe.Replace(value, "", StringComparison.Ordinal) + table;

        Assert.That(project.RefusedRecipe(text), Is.EqualTo((text.Split('\n').Length - 1, complaint)));
    }

    [TestCase("compiler = \"gcc -m32\"\n")]
    [TestCase("compiler = { cc = \"gcc -m32\" }\n")]
    public void A_value_in_a_tables_place_is_refused(string compiler)
    {
        var text = "description = \"x\"\ncflags = \"\"\ncxxflags = \"\"\n" + compiler;

        Assert.That(project.RefusedPlatform(text), Is.EqualTo((4, "compiler must be a table, written [compiler]")));
    }

    [Test]
    public void A_name_that_is_a_value_and_a_table_is_refused() =>
        Assert.That(project.RefusedRecipe(ProjectFolder.Recipe + "[source.size]\n").Line, Is.EqualTo(ProjectFolder.Recipe.Split('\n').Length));

    [Test]
    public void A_table_opened_twice_is_refused() =>
        Assert.That(project.RefusedRecipe(ProjectFolder.Recipe + "[source]\n").Line, Is.EqualTo(ProjectFolder.Recipe.Split('\n').Length));

    [Test]
    public void A_byte_order_mark_does_no_harm() => Assert.That(() => project.ReadRecipe("\ufeff" + ProjectFolder.Recipe), Throws.Nothing);

    [Test]
    public void A_file_that_cannot_be_read_is_named()
    {
        var failure = Assert.Throws<PipelineException>(() => TomlSection.ReadFile("/nowhere/none.toml"));

        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe));
            Assert.That(failure.Problem, Does.StartWith("'/nowhere/none.toml' cannot be read: "));
        });
    }
}
