using Dom0Iptables.Compiling;
using Dom0Iptables.Journal;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Compiling;

internal sealed class ConfigureResultsTests
{
    private const string Configure = """
        ac_unique_file="src/main.c"
        sed 's/@CC@/gcc/' Makefile.in > Makefile
        mkdir -p src/.deps
        echo '# dummy' > src/.deps/main.Po
        printf '#!/bin/sh\n' > config.status && chmod 755 config.status
        echo changed >> aux
        ln -s Makefile GNUmakefile
        echo checks > config.log
        """;

    private TemporaryFolder _temporary = null!;

    private string Kept => _temporary.Of("kept");

    [SetUp]
    public void MakeTree()
    {
        _temporary = new TemporaryFolder();
        _temporary.Write("release/configure", Configure);
        _temporary.Write("release/Makefile.in", "CC=@CC@\n");
        _temporary.Write("release/aux", "before\n");
        _temporary.Write("release/src/main.c", "int main(void) { return 0; }\n");
        _temporary.Write("release/src/other.c", "int other;\n");
        _temporary.Write("release/src/other.h", "extern int other;\n");
    }

    [TearDown]
    public void RemoveTree() => _temporary.Dispose();

    [TestCase("src/other.c")]
    [TestCase("src/main.c", TestName = "AC_CONFIG_SRCDIRs_file_is_only_looked_for")]
    public async Task Where_a_C_source_has_changed_the_tree_is_what_configure_makes_of_it(string changed)
    {
        ConfigureAndKeep();
        _temporary.Write($"release/{changed}", "int changed;\n");

        var (isThere, tree) = await PutBackAsync();

        Assert.That(isThere, Is.True);
        var anew = Copy("anew");
        Tool.Run(anew, "sh", "configure");
        Tool.Run(_temporary.Path, "find", anew, tree, "-exec", "touch", "--no-dereference", "--date=@0", "{}", "+");
        Assert.Multiple(() =>
        {
            Assert.That(Fingerprint.OfPath(tree), Is.EqualTo(Fingerprint.OfPath(anew)));
            Assert.That(File.ReadAllText(Path.Combine(tree, "aux")), Is.EqualTo("before\nchanged\n"));
            Assert.That(File.ReadAllText(_temporary.Of("logs", "config.log")), Is.EqualTo("checks\n"));
        });
    }

    [TestCase("src/other.h", "another header\n")]
    [TestCase("Makefile.in", "CC=@CC@ -Wall\n")]
    [TestCase("configure", Configure + "\ntrue")]
    [TestCase("src/new.c", "int added;\n")]
    public async Task Where_anything_else_has_changed_configure_is_run(string changed, string content)
    {
        ConfigureAndKeep();
        _temporary.Write($"release/{changed}", content);

        Assert.That((await PutBackAsync()).IsThere, Is.False);
    }

    [TestCase("grep VERSION src/other.c")]
    [TestCase("for source in src/*.c; do grep VERSION $source; done")]
    [TestCase("grep VERSION src/o[a-z]ther.c")]
    [TestCase("name=other; grep VERSION src/$name.c")]
    public async Task A_source_that_configure_may_read_is_no_different_from_other_files(string command)
    {
        _temporary.Write("release/configure", $"{Configure}\n{command} || true");
        ConfigureAndKeep();
        _temporary.Write("release/src/other.c", "int changed; /* VERSION */\n");

        Assert.That((await PutBackAsync()).IsThere, Is.False);
    }

    [Test]
    public async Task What_else_decides_it_counts()
    {
        ConfigureAndKeep(decided: "gcc 12");

        Assert.Multiple(async () =>
        {
            Assert.That((await PutBackAsync(decided: "gcc 13")).IsThere, Is.False);
            Assert.That((await PutBackAsync(decided: "gcc 12")).IsThere, Is.True);
        });
    }

    [Test]
    public async Task What_somebody_has_changed_is_not_put_back()
    {
        ConfigureAndKeep();
        File.AppendAllText(Path.Combine(Kept, "made", "Makefile"), "all: ; rm -rf /\n");

        Assert.That((await PutBackAsync()).IsThere, Is.False);
    }

    [Test]
    public async Task Where_configure_removes_files_nothing_is_kept()
    {
        _temporary.Write("release/configure", Configure + "\nrm src/other.h");
        ConfigureAndKeep();

        Assert.That((await PutBackAsync()).IsThere, Is.False);
    }

    [Test]
    public void A_tree_that_was_shipped_with_build_products_has_no_key()
    {
        _temporary.Write("release/Makefile", "CC=cc\n");

        Assert.That(new ConfigureResults(Kept, "").KeyOf(_temporary.Of("release")), Is.Null);
    }

    private void ConfigureAndKeep(string decided = "gcc 12")
    {
        var tree = Copy("tree");
        var results = new ConfigureResults(Kept, decided);
        var key = results.KeyOf(tree)!;
        Tool.Run(tree, "sh", "configure");
        results.Keep(key, _temporary.Of("release"), tree, [Path.Combine(tree, "config.log")]);
    }

    private async Task<(bool IsThere, string Tree)> PutBackAsync(string decided = "gcc 12")
    {
        var tree = Copy("next");
        var results = new ConfigureResults(Kept, decided);
        Directory.CreateDirectory(_temporary.Of("logs"));
        return (await results.PutBackAsync("Configure", results.KeyOf(tree)!, tree, _temporary.Of("logs"), CancellationToken.None), tree);
    }

    private string Copy(string name)
    {
        TreeCopy.Remove(_temporary.Of(name));
        Tool.Run(_temporary.Path, "cp", "-a", "release", name);
        return _temporary.Of(name);
    }
}
