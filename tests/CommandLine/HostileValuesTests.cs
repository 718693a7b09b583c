using Dom0Iptables.CommandLine;
using static Dom0Iptables.Tests.CommandLine.CommandLineReading;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>What is refused on the command line is told in one line that does nothing to the terminal.</summary>
internal sealed class HostileValuesTests
{
    private const string Hostile = "a\nError: all is well\u001b[2J\u009b31m\u202e";

    private static IEnumerable<string> Arguments() =>
        OptionTable.All
            .Where(option => option.Name is not ("recipe" or "platform" or "source" or "signature" or "keyring" or "rpm" or "against" or "filter" or "working"))
            .Select(option => $"--{option.Name}={Hostile}")
            .Concat([Hostile, "--" + Hostile, "-" + Hostile]);

    [Test]
    public void A_refused_value_does_nothing_to_the_terminal()
    {
        Assert.Multiple(() =>
        {
            foreach (var argument in Arguments())
            {
                var said = Refused(argument);
                Assert.That(said.Where(letter => char.IsControl(letter) || letter == '\u202e'), Is.Empty, argument);
                Assert.That(said, Does.Contain(@"a\nError: all is well\u001b[2J\u009b31m\u202e"), argument);
            }
        });
    }

    [TestCase("-O2 $(id)")]
    [TestCase("-O2;id")]
    [TestCase("-O2 `id`")]
    [TestCase("%(id)")]
    [TestCase("%{optflags}")]
    [TestCase("-O2\n%define x y")]
    [TestCase("-DX='a'")]
    [TestCase("-DX=\"a\"")]
    [TestCase("-O2 \\")]
    [TestCase("-O2 | tee")]
    [TestCase("-O2 > /etc/passwd")]
    [TestCase("-O2 #")]
    [TestCase("~")]
    [TestCase("größe")]
    public void Flags_that_a_shell_make_or_rpm_would_read_are_refused(string flags)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Refused($"--cflags={flags}"), Does.Contain($"allowed are {Dom0Iptables.Recipes.CompilerFlags.Allowed}"));
            Assert.That(Refused("--cxxflags", " " + flags), Does.Contain("--cxxflags holds a character"));
        });
    }

    // What names a file or an address is whatever it is called; each goes to programs as a full path, which no program takes for an option.
    [TestCase("-e")]
    [TestCase("--output=x")]
    [TestCase("a\nb")]
    public void A_path_is_never_an_option(string path)
    {
        var options = Read($"--source={path}", $"--signature={path}", $"--keyring={path}");

        Assert.That((string?[])[options.Source, options.Signature, options.Keyring], Is.All.EqualTo("/here/" + path));
    }
}
