using System.Collections.Immutable;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Tests.Processes;
using static Dom0Iptables.Tests.CommandLine.CommandLineReading;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>Every option can be written in every form that people write options in.</summary>
internal sealed class OptionFormsTests
{
    private static readonly string Sha256 = new('A', 64);

    // A value that the option takes, and what it is read as.
    private static readonly ImmutableArray<(string Name, string Value, Func<BuildOptions, object?> Read, object? Expected)> Valued =
    [
        ("recipe", "iptables-1.8.9", options => options.Recipe, "iptables-1.8.9"),
        ("platform", "native", options => options.Platform, "native"),
        ("source", "/tmp/a.tar.bz2", options => options.Source, "/tmp/a.tar.bz2"),
        ("source-sha256", Sha256, options => options.SourceSha256, new string('a', 64)),
        ("signature", "https://example.org/a.sig", options => options.Signature, "https://example.org/a.sig"),
        ("keyring", "/tmp/keys.gpg", options => options.Keyring, "/tmp/keys.gpg"),
        ("cflags", "O2", options => options.CFlags, "O2"),
        ("cxxflags", "O3", options => options.CxxFlags, "O3"),
        ("jobs", "7", options => options.Jobs, 7),
        ("launcher", "distcc", options => options.Launcher, "distcc"),
        ("stamp", "100521", options => options.Stamp, "100521"),
        ("timeout", "15m", options => options.StepLimit, TimeSpan.FromMinutes(15)),
        ("from", "make", options => options.From, "Make"),
        ("sign", "me@example.org", options => options.SigningKeys.SingleOrDefault(), "me@example.org"),
        ("rpm", "/tmp/a.rpm", options => options.Packages.SingleOrDefault(), "/tmp/a.rpm"),
        ("against", "/tmp/somebodys", options => options.Against, "/tmp/somebodys"),
        ("filter", "FullyQualifiedName~Sources", options => options.Filter, "FullyQualifiedName~Sources"),
        ("completion", "bash", options => options.Completion, "bash"),
        ("target", "Doctor", options => options.Targets.Single(), "Doctor"),
        ("verbosity", "verbose", options => options.Verbosity, "verbose"),
        ("working", "/elsewhere", _ => "not kept", "not kept"),
    ];

    private static readonly ImmutableArray<(string Name, Func<BuildOptions, object?> Read)> Switches =
    [
        ("allow-fallback", options => options.AllowFallback),
        ("wait", options => options.Wait),
        ("force", options => options.Force),
        ("no-sandbox", options => options.NoSandbox),
        ("no-install", options => options.NoInstall),
        ("cache", options => options.Cache),
        ("tree", options => options.ShowOnly),
        ("description", options => options.ShowOnly),
        ("dryrun", options => options.ShowOnly),
        ("version", options => options.ShowOnly),
        ("info", options => options.ShowOnly),
        ("json", options => options.Json),
        ("man", options => options.Manual),
        ("reference", options => options.Reference),
        ("help", options => options.Help),
        ("exclusive", options => !options.ShowOnly),
    ];

    private static IEnumerable<TestCaseData> ValuedForms =>
        from option in Valued
        let described = OptionTable.All.Single(entry => entry.Name == option.Name)
        from form in (string[][])
        [
            [$"--{option.Name}={option.Value}"],
            [$"--{option.Name}", option.Value],
            .. described.Letter is { } letter ? (string[][])[[$"-{letter}", option.Value], [$"-{letter}={option.Value}"]] : [],
        ]
        select new TestCaseData(form, option.Read, option.Expected).SetArgDisplayNames(string.Join(' ', form));

    [Test]
    public void No_option_of_the_table_is_left_out_here() =>
        Assert.That(Valued.Select(option => option.Name).Concat(Switches.Select(option => option.Name)), Is.EquivalentTo(OptionTable.All.Select(option => option.Name)));

    [TestCaseSource(nameof(ValuedForms))]
    public void An_option_with_a_value_is_read_in_each_of_its_forms(string[] form, Func<BuildOptions, object?> read, object? expected)
    {
        string[] vouchedFor = form[0] switch
        {
            var word when word.StartsWith("--source-sha256", StringComparison.Ordinal) => ["--source=/tmp/a.tar.bz2"],
            var word when word.StartsWith("--rpm", StringComparison.Ordinal) => ["--target=Gate"],
            var word when word.StartsWith("--against", StringComparison.Ordinal) => ["--target=Verify"],
            _ => [],
        };

        Assert.That(read(Read([.. form, .. vouchedFor])), Is.EqualTo(expected));
    }

    [Test]
    public void A_switch_is_off_until_it_is_given()
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, read) in Switches.Where(option => option.Name != "exclusive"))
            {
                Assert.That(read(Read()), Is.False, name);
                Assert.That(read(Read($"--{name}")), Is.True, name);
            }

            Assert.That(Read("-h").Help, Is.True);
            Assert.That(Read("-e", "-t", "Make").Targets, Is.EqualTo((string[])["Make"]));
        });
    }

    [Test]
    public void Without_options_the_mission_is_built_in_full()
    {
        var options = Read();

        Assert.Multiple(() =>
        {
            Assert.That(options.Recipe, Is.EqualTo("iptables-1.4.8"));
            Assert.That(options.Platform, Is.EqualTo("el5-i686"));
            Assert.That(options.Targets, Is.EqualTo((string[])["Default"]));
            Assert.That(options.Jobs, Is.EqualTo(Environment.ProcessorCount));
            Assert.That(options.AllowFallback, Is.False);
            Assert.That(options.CFlags, Is.Null, "the platform's CFLAGS stand");
            Assert.That(options.CxxFlags, Is.Null);
            Assert.That(options.Source, Is.Null);
        });
    }

    [TestCase("90", 90)]
    [TestCase("90s", 90)]
    [TestCase("2h", 7200)]
    [TestCase("1d", 86400)]
    public void A_time_is_written_as_timeout_takes_it(string value, int seconds) =>
        Assert.That(Read($"--timeout={value}").StepLimit, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void Several_targets_are_kept_in_their_order_and_in_their_own_spelling() =>
        Assert.That(Read("--target=rpm", "-t", "SRPM", "-t=Archive").Targets, Is.EqualTo((string[])["Rpm", "Srpm", "Archive"]));

    [Test]
    public void A_relative_path_is_relative_to_the_current_folder()
    {
        var options = Read("--source=a.tar.bz2", "--keyring", "../keys.gpg", "--signature=./a.sig");

        Assert.That(
            (string?[])[options.Source, options.Keyring, options.Signature],
            Is.EqualTo((string[])["/here/a.tar.bz2", "/keys.gpg", "/here/a.sig"]));
    }

    [TestCase("--working=/there", "/there/a.tar.bz2")]
    [TestCase("--working=sub", "/here/sub/a.tar.bz2")]
    [TestCase("-w=..", "/a.tar.bz2")]
    public void A_relative_path_is_relative_to_the_working_folder_wherever_that_stands(string working, string expected)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Read(working, "--source=a.tar.bz2").Source, Is.EqualTo(expected));
            Assert.That(Read("--source=a.tar.bz2", working).Source, Is.EqualTo(expected));
        });
    }

    [TestCase("https://example.org/a.tar.bz2")]
    [TestCase("file:///tmp/a.tar.bz2")]
    public void An_address_is_no_path(string address) =>
        Assert.That(Read("--source", address, "--working=/there").Source, Is.EqualTo(address));

    [Test]
    public void Empty_flags_leave_them_out_and_other_flags_are_trimmed()
    {
        var options = Read("--cflags=", "--cxxflags", " -O2  -g ");

        Assert.Multiple(() =>
        {
            Assert.That(options.CFlags, Is.Empty);
            Assert.That(options.CxxFlags, Is.EqualTo("-O2  -g"));
        });
    }

    [Test]
    public void Everything_after_the_first_equals_sign_is_the_value() =>
        Assert.That(Read("--target=Test", "--filter=TestCategory!=Real").Filter, Is.EqualTo("TestCategory!=Real"));

    [Test]
    public void Each_options_example_can_be_pasted_into_a_shell()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("my.tar.bz2", "an archive");
        var script = temporary.Write("script", string.Concat(OptionTable.All.Select(option => $"set -- {option.Example}\nprintf '%s\\037' \"$@\"; printf '\\036'\n")));
        var lines = Tool.Run(temporary.Path, "sh", script).Split('\u001e')[..^1];

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(OptionTable.All.Length));
            foreach (var (option, line) in OptionTable.All.Zip(lines))
            {
                var arguments = line.Split('\u001f')[..^1];
                Assert.That(() => Read(arguments), Throws.Nothing, option.Example);
                Assert.That(arguments.Any(argument => argument.Split('=')[0] == "--" + option.Name), Is.True, $"the example of --{option.Name} does not show it");
            }
        });
    }
}
