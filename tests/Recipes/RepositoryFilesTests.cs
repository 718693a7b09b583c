using Dom0Iptables.Compiling;
using Dom0Iptables.Patching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>The project's own data files are right.</summary>
internal sealed class RepositoryFilesTests
{
    private static readonly string Project = ProjectLayout.Find().Top;
    private static readonly Catalogue Catalogue = new(Project);

    [Test]
    public void Each_recipe_can_be_read_and_its_patches_are_in_order()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Catalogue.Recipes, Does.Contain("iptables-1.4.8").And.Contain("iptables-1.8.9"));
            foreach (var id in Catalogue.Recipes)
            {
                var recipe = Catalogue.Recipe(id);
                Assert.That($"{recipe.Name}-{recipe.Version}", Is.EqualTo(id));
                Assert.That(recipe.Source.FileName, Does.StartWith(id));
                Assert.That(() => PatchSeries.Read(recipe.PatchesFolder), Throws.Nothing);
            }
        });
    }

    [Test]
    public void Each_platform_can_be_read()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Catalogue.Platforms, Is.EqualTo((string[])["el5-i686", "el5-x86_64", "native"]));
            foreach (var id in Catalogue.Platforms)
            {
                Assert.That(Catalogue.Platform(id).Id, Is.EqualTo(id));
            }
        });
    }

    [Test]
    public void The_mission_is_the_procedures_release_with_the_procedures_flags()
    {
        var recipe = Catalogue.Recipe("iptables-1.4.8");
        var platform = Catalogue.Platform("el5-i686");

        Assert.Multiple(() =>
        {
            Assert.That(recipe.Released, Is.EqualTo(new DateOnly(2010, 5, 21)));
            Assert.That(recipe.Fallback, Is.EqualTo("iptables-1.8.9"));
            Assert.That(recipe.Source.Md5, Is.EqualTo("697ed89f37af4473a5f6349ba2700f2d"));
            Assert.That(recipe.Source.Sha1, Is.EqualTo("53d756938e6dc748364ca1e1952f28dd9daad6a4"));
            Assert.That(
                ConfigureArguments.Of(recipe, platform)[..4],
                Is.EqualTo((string[])["CFLAGS=-O2 -march=pentium3", "CXXFLAGS=-O2 -march=pentium3", "--enable-devel", "--enable-libipq"]));
        });
    }

    [TestCase("iptables-1.4.9", "recipe", "there is no recipe 'iptables-1.4.9'; did you mean 'iptables-1.4.8'?")]
    [TestCase("../recipes/iptables-1.4.8", "recipe", "there is no recipe '../recipes/iptables-1.4.8'")]
    [TestCase("", "recipe", "there is no recipe ''; known are: ")]
    [TestCase("el5-i586", "platform", "there is no platform 'el5-i586'; did you mean 'el5-i686'?")]
    [TestCase("sparc", "platform", "there is no platform 'sparc'; known are: ")]
    public void A_name_that_no_file_has_is_told_what_there_is(string id, string kind, string sentence)
    {
        var failure = Assert.Throws<Dom0Iptables.Failures.PipelineException>(() => _ = kind == "recipe" ? Catalogue.Recipe(id) : (object)Catalogue.Platform(id));

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(2));
            Assert.That(failure.Problem, Does.StartWith(sentence));
            Assert.That(failure.NextStep, Does.Contain($"{kind}s/"));
        });
    }
}
