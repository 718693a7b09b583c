using Dom0Iptables.CommandLine;
using static Dom0Iptables.Tests.CommandLine.CommandLineReading;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>What nobody knows is an error that says what was probably meant.</summary>
internal sealed class RefusedOptionsTests
{
    [TestCase("--recpie=x", "--recpie", "--recipe")]
    [TestCase("--allow-fallbck", "--allow-fallbck", "--allow-fallback")]
    [TestCase("--allow_fallback", "--allow_fallback", "--allow-fallback")]
    [TestCase("--Target=Make", "--Target", "--target")]
    [TestCase("-target", "-target", "--target")]
    [TestCase("--job=4", "--job", "--jobs")]
    [TestCase("--noinstall", "--noinstall", "--no-install")]
    [TestCase("--dry-run", "--dry-run", "--dryrun")]
    public void A_misspelt_option_is_told_the_nearest(string argument, string word, string nearest) =>
        Assert.That(Refused(argument), Is.EqualTo($"unknown option '{word}'; did you mean '{nearest}'?"));

    [TestCase("--zzzzzzzz")]
    [TestCase("--")]
    [TestCase("-")]
    [TestCase("-x")]
    [TestCase("-jobs4")]
    public void An_option_like_no_other_is_refused_and_points_to_the_help(string argument) =>
        Assert.That(Refused(argument), Does.StartWith($"unknown option '{argument}'"));

    [Test]
    public void Each_option_with_two_neighbours_swapped_is_told_its_right_name()
    {
        Assert.Multiple(() =>
        {
            foreach (var option in OptionTable.All)
            {
                var name = option.Name;
                var swapped = $"--{name[1]}{name[0]}{name[2..]}";
                Assert.That(Refused(swapped), Does.Contain($"did you mean '--{name}'"), swapped);
            }
        });
    }

    [TestCase("Mkae", "Make")]
    [TestCase("configur", "Configure")]
    [TestCase("Clean-", "Clean")]
    public void A_misspelt_task_is_told_the_nearest(string task, string nearest) =>
        Assert.That(Refused($"--target={task}"), Is.EqualTo($"there is no task '{task}'; did you mean '{nearest}'?"));

    [Test]
    public void A_task_like_no_other_is_told_all_that_there_are() =>
        Assert.That(Refused("-t", "Frobnicate"), Is.EqualTo($"there is no task 'Frobnicate'; known are: {string.Join(", ", TaskList.Select(task => task.Name).Order(StringComparer.Ordinal))}"));

    [Test]
    public void One_unknown_task_among_known_ones_is_refused() =>
        Assert.That(Refused("-t", "Make", "-t", "Rmp"), Does.Contain("did you mean 'Rpm'"));

    [TestCase("verbsoe", "there is no verbosity 'verbsoe'; did you mean 'verbose'?")]
    [TestCase("loud", "there is no verbosity 'loud'; known are: diagnostic, minimal, normal, quiet, verbose")]
    public void An_unknown_verbosity_is_told_what_there_is(string level, string sentence) =>
        Assert.That(Refused($"--verbosity={level}"), Is.EqualTo(sentence));

    [TestCase("--rpm=a.rpm")]
    [TestCase("--rpm=a.rpm", "--target=Rpm")]
    [TestCase("--rpm=a.rpm", "--target=Gate", "--target=Doctor")]
    public void Packages_are_given_to_the_gates_and_to_nothing_else(params string[] arguments) =>
        Assert.That(Refused(arguments), Does.Contain("--target=Gate alone"));

    [Test]
    public void A_switch_takes_no_value()
    {
        Assert.Multiple(() =>
        {
            foreach (var option in OptionTable.All.Where(option => option.Value is null))
            {
                Assert.That(Refused($"--{option.Name}=yes"), Is.EqualTo($"--{option.Name} is a switch and takes no value ('yes')"));
                Assert.That(Refused($"--{option.Name}="), Is.EqualTo($"--{option.Name} is a switch and takes no value ('')"));
                Assert.That(Refused($"--{option.Name}", "yes"), Is.EqualTo("'yes' is no option; a task is named by --target=yes"));
            }
        });
    }

    [Test]
    public void An_option_that_takes_a_value_needs_one()
    {
        Assert.Multiple(() =>
        {
            foreach (var option in OptionTable.All.Where(option => option.Value is not null))
            {
                var sentence = $"--{option.Name} needs a value: {option.Usage}";
                Assert.That(Refused($"--{option.Name}"), Is.EqualTo(sentence));
                Assert.That(Refused($"--{option.Name}", "--tree"), Is.EqualTo(sentence), "the next option is no value");
                if (option.Name is not ("cflags" or "cxxflags"))
                {
                    Assert.That(Refused($"--{option.Name}="), Is.EqualTo(sentence));
                    Assert.That(Refused($"--{option.Name}", ""), Is.EqualTo(sentence));
                }
            }
        });
    }

    [TestCase("Make")]
    [TestCase("iptables-1.4.8.tar.bz2")]
    [TestCase("")]
    public void A_bare_word_is_told_how_a_task_is_named(string word) =>
        Assert.That(Refused(word), Is.EqualTo($"'{word}' is no option; a task is named by --target={word}"));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("abc")]
    [TestCase("4097")]
    [TestCase("99999999999999999999")]
    [TestCase("1.5")]
    [TestCase(" 4")]
    [TestCase("+4")]
    public void Jobs_are_a_whole_number_above_zero(string jobs) =>
        Assert.That(Refused($"--jobs={jobs}"), Is.EqualTo($"--jobs must be a whole number from 1 to 4096, not '{jobs}'"));

    [TestCase("991332")]
    [TestCase("100230")]
    [TestCase("10052")]
    [TestCase("1005211")]
    [TestCase("20100521")]
    [TestCase("10-5-2")]
    [TestCase("../../x")]
    public void A_stamp_is_a_day_of_the_calendar(string stamp) =>
        Assert.That(Refused($"--stamp={stamp}"), Is.EqualTo($"--stamp must be a day as yymmdd, such as 100521, not '{stamp}'"));

    [Test]
    public void A_checksum_without_an_archive_is_refused() =>
        Assert.That(Refused($"--source-sha256={new string('a', 64)}"), Does.Contain("--source"));

    [TestCase(63)]
    [TestCase(65)]
    public void A_checksum_of_the_wrong_length_is_refused(int digits) =>
        Assert.That(Refused("--source=a", $"--source-sha256={new string('a', digits)}"), Does.Contain("64 hexadecimal digits"));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1.5h")]
    [TestCase("soon")]
    [TestCase("s")]
    [TestCase("99999999999")]
    public void A_time_that_is_none_is_refused(string value) =>
        Assert.That(Refused($"--timeout={value}"), Does.StartWith("--timeout must be a whole number of seconds, or one with s, m, h or d behind it"));

    [Test]
    public void A_step_to_begin_with_that_nobody_knows_is_refused_with_the_nearest()
    {
        Assert.That(Refused("--from=Mkae"), Does.Contain("there is no step 'Mkae'").And.Contain("'Make'"));
        Assert.That(Refused("--from=Make", "--force"), Does.Contain("nothing left to say"));
    }

    [Test]
    public void A_checksum_of_other_letters_is_refused() =>
        Assert.That(Refused("--source=a", $"--source-sha256={new string('g', 64)}"), Does.Contain("64 hexadecimal digits"));

    [TestCase("-DX=$(id)")]
    [TestCase("-DX=\"a\"")]
    [TestCase("-DX='a'")]
    [TestCase("-DX=`id`")]
    [TestCase("-DX=a\\ b")]
    [TestCase("-O2\n-g")]
    [TestCase("-O2\n")]
    [TestCase("-O2\t-g")]
    [TestCase("-DX=%{name}")]
    [TestCase("-DX=%")]
    [TestCase("-O2; id")]
    [TestCase("-O2 | id")]
    [TestCase("-O2 & id")]
    [TestCase("-O2 > x")]
    [TestCase("-O2 # x")]
    [TestCase("-I*")]
    [TestCase("-I ~/include")]
    [TestCase("-Ié")]
    public void Flags_that_a_shell_or_rpm_would_read_are_refused(string flags)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Refused($"--cflags={flags}"), Does.StartWith("--cflags holds a character that a shell or rpm would read"));
            Assert.That(Refused($"--cxxflags={flags}"), Does.StartWith("--cxxflags holds a character that a shell or rpm would read"));
        });
    }

    [TestCase("-O2 -march=pentium3 -mno-tls-direct-seg-refs")]
    [TestCase("-DVERSION=1.4.8 -I/usr/include/c++ -Wl,-z,now -fdebug-prefix-map=/a:/b")]
    public void Flags_that_compilers_really_get_are_taken_as_they_are(string flags) =>
        Assert.That(Read($"--cflags={flags}").CFlags, Is.EqualTo(flags));
}
