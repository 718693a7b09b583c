using Dom0Iptables.Compiling;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>A spec that is built alone must build what the pipeline builds; the flags stand in recipe and platform.</summary>
internal sealed class SpecFlagsTests
{
    [Test]
    public void The_spec_alone_configures_with_the_flags_of_recipe_and_platform([Values("iptables-1.4.8", "iptables-1.8.9")] string recipe, [Values("i686", "native")] string platform)
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath("rpmspec") is null)
        {
            Assert.Ignore("rpmspec is not on this machine");
        }

        var catalogue = new Catalogue(Repository.Top);
        var read = catalogue.Recipe(recipe);
        var expected = ConfigureArguments.Of(read, catalogue.Platform(platform));
        var target = catalogue.Platform(platform).Architecture ?? "x86_64";

        // The shell itself takes the line apart, as it does in rpmbuild.
        var spec = Shell.Run(Repository.Top, $"rpmspec --target {target} --parse {read.SpecPath} 2>/dev/null");
        var line = spec.Split('\n').Single(text => text.StartsWith("./configure ", StringComparison.Ordinal));
        var said = Shell.Run("/", $"set -- {line["./configure ".Length..]}\nprintf '%s\\n' \"$@\"").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(said, Is.EqualTo(expected));
    }
}
