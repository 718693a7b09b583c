using System.Text.RegularExpressions;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Tests.Recipes;

/// <summary>What a recipe says of plugins becomes the commands that load them.</summary>
internal sealed class SmokePluginTests
{
    private static readonly string[] Files = ["/lib/libxt_tcp.so", "/lib/libxt_udp.so", "/bin/program"];

    [Test]
    public void Each_file_that_fits_has_a_command_of_its_own() =>
        Assert.That(Commands("/sbin/load -m $1 --help"), Is.EqualTo((string[])["/sbin/load -m tcp --help", "/sbin/load -m udp --help"]));

    [Test]
    public void What_stands_in_braces_is_repeated_in_one_command_and_each_file_is_known_alone()
    {
        var command = Plugin("/sbin/load {-m $1} --help").CommandsFor(Files).Single();

        Assert.That(string.Join(' ', command.Words), Is.EqualTo("/sbin/load -m tcp -m udp --help"));
        Assert.That(command.Alone.Select(words => string.Join(' ', words)), Is.EqualTo((string[])["/sbin/load -m tcp --help", "/sbin/load -m udp --help"]));
    }

    [Test]
    public void Where_one_file_or_none_fits_there_is_nothing_to_repeat()
    {
        Assert.That(Plugin("/sbin/load {-m $1} --help").CommandsFor(Files[1..]).Select(command => string.Join(' ', command.Words)), Is.EqualTo((string[])["/sbin/load -m udp --help"]));
        Assert.That(Plugin("/sbin/load {-m $1} --help").CommandsFor(Files[2..]), Is.Empty);
    }

    private static IEnumerable<string> Commands(string command) => Plugin(command).CommandsFor(Files).Select(found => string.Join(' ', found.Words));

    private static SmokePlugin Plugin(string command) => SmokePlugin.Of(new Regex(@"\A/lib/libxt_(.*)\.so\z"), command)!;
}
