using Dom0Iptables.Compiling;
using Dom0Iptables.Recipes;
using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Documentation;

/// <summary>A spec that is built alone must build what the pipeline builds; the flags stand in recipe and platform.</summary>
internal sealed class SpecFlagsTests
{
    [Test]
    public void The_spec_alone_configures_with_the_flags_of_recipe_and_platform([Values("iptables-1.4.8", "iptables-1.8.9")] string recipe, [Values("el5-i686", "el5-x86_64", "native")] string platform)
    {
        if (Dom0Iptables.Processes.ProcessRunner.FindOnPath("rpmspec") is null)
        {
            Assert.Ignore("rpmspec is not on this machine");
        }

        var catalogue = new Catalogue(Repository.Top);
        var read = catalogue.Recipe(recipe);
        var built = catalogue.Platform(platform);
        var target = built.Architecture ?? "x86_64";

        // Built alone, it is for the machine that builds it, and by a compiler that may be of its platform's age.
        var expected = ConfigureArguments.Of(read, built with { ConfigureArguments = [], CompilerSwitches = ["-Wl,--no-as-needed"] });

        // The shell itself takes the line apart, as it does in rpmbuild.
        var spec = Shell.Run(Repository.Top, $"rpmspec --target {target} --parse {read.SpecPath} 2>/dev/null");
        var line = spec.Split('\n').Single(text => text.StartsWith("./configure ", StringComparison.Ordinal));
        var said = Shell.Run("/", $"set -- {line["./configure ".Length..]}\nprintf '%s\\n' \"$@\"").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(built.CompilerSwitches, Does.Contain("-Wl,--no-as-needed"));
        Assert.That(said.Where(argument => !argument.StartsWith("--build=", StringComparison.Ordinal) && !argument.StartsWith("--host=", StringComparison.Ordinal)), Is.EqualTo(expected));
    }
}
