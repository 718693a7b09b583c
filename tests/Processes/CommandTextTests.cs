using System.Collections.Immutable;
using CsCheck;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Processes;

/// <summary>What the log shows can be pasted into a shell and does the same.</summary>
internal sealed class CommandTextTests
{
    private const string Shower = """
        #include <stdio.h>
        #include <unistd.h>
        extern char **environ;
        static void show(const char *text) { fputs(text, stdout); putchar(0); }
        int main(int count, char **arguments)
        {
            char folder[4096];
            show(getcwd(folder, sizeof folder));
            for (int i = 1; i < count; i++) show(arguments[i]);
            show("\001");
            for (char **variable = environ; *variable; variable++) show(*variable);
            show("\002");
            return 0;
        }

        """;

    // Whatever a shell reads anything into, and some that it does not.
    private static readonly Gen<string> Nasty =
        Gen.OneOf(Gen.OneOf(" \t\n\r'\"\\$`!#&|;<>()[]{}*?~^%=+-,./:@_aZ0é\u00a0😀".EnumerateRunes().Select(rune => rune.ToString()).ToArray()), Gen.OneOf("$(id)", "''", "\\'", "-n", "a=b", "if", "--"))
            .Array[0, 8].Select(string.Concat);

    private TemporaryFolder temporary = null!;
    private string shower = "";

    [OneTimeSetUp]
    public void CompileShower()
    {
        Tool.Require("gcc");
        temporary = new TemporaryFolder();
        shower = temporary.Of("show");
        Tool.Run(temporary.Path, "gcc", "-o", shower, temporary.Write("show.c", Shower));
    }

    [OneTimeTearDown]
    public void RemoveFolder() => temporary?.Dispose();

    [Test]
    public void Pasted_into_a_shell_it_has_the_same_arguments_environment_and_folder() =>
        Commands().Array[60].Sample(
            commands =>
            {
                // One shell for all of them: starting processes is what takes the time.
                foreach (var command in commands)
                {
                    Directory.CreateDirectory(command.WorkingDirectory!);
                }

                var script = temporary.Write("script", string.Concat(commands.Select(command => $"{command}\n")));
                var shown = Tool.Run("/", "sh", script).Split("\u0002\0", StringSplitOptions.RemoveEmptyEntries);

                return shown.SequenceEqual(commands.Select(Expected));
            },
            iter: 4,
            threads: 1);

    [Test]
    public void Run_by_the_pipeline_it_has_them_too() =>
        Commands().Sample(
            command =>
            {
                Directory.CreateDirectory(command.WorkingDirectory!);
                var outcome = ProcessRunner.CaptureAsync("Test", command, CancellationToken.None).GetAwaiter().GetResult();
                return outcome.StandardOutput == Expected(command) + "\u0002\0";
            },
            iter: 25,
            threads: 1);

    [Test]
    public void A_command_of_plain_words_is_shown_as_people_write_it() =>
        Assert.That(
            (Command.Of("make", "-j2", "CFLAGS=-O2 -g", "") with { WorkingDirectory = "/work", Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TZ", "UTC") }).ToString(),
            Is.EqualTo("(cd /work && env -i TZ=UTC make -j2 'CFLAGS=-O2 -g' '')"));

    [TestCase("", "''")]
    [TestCase("plain-word_1.2/3:4,5+6@7%8^9=", "plain-word_1.2/3:4,5+6@7%8^9=")]
    [TestCase("a b", "'a b'")]
    [TestCase("it's", "'it'\\''s'")]
    [TestCase("~", "'~'")]
    [TestCase("$HOME", "'$HOME'")]
    [TestCase("é", "'é'")]
    public void A_word_is_quoted_where_a_shell_would_read_it(string word, string quoted) => Assert.That(ShellWord.Quote(word), Is.EqualTo(quoted));

    private static string Expected(Command command) =>
        string.Concat(((string[])[command.WorkingDirectory!, .. command.Arguments, "\u0001", .. command.Environment!.Select(pair => $"{pair.Key}={pair.Value}")]).Select(text => text + "\0"));

    private Gen<Command> Commands() =>
        from arguments in Nasty.Array[0, 5]
        from values in Nasty.Array[0, 3]
        from folder in Nasty
        select new Command(shower, [.. arguments])
        {
            WorkingDirectory = temporary.Of("folders", "x" + folder.Replace('/', '_')),
            Environment = values.Select((value, index) => KeyValuePair.Create($"VARIABLE_{index}", value)).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
}
