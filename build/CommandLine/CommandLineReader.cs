using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;
using Dom0Iptables.Launching;
using Dom0Iptables.Recipes;
using Dom0Iptables.Release;
using Dom0Iptables.Text;

namespace Dom0Iptables.CommandLine;

/// <summary>
/// Reads the command line strictly. Cake takes whatever it does not know for an argument, so that a misspelt option
/// would pass unseen; here it is an error that says what was probably meant.
/// </summary>
public static class CommandLineReader
{
    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The arguments as the shell gave them.</param>
    /// <param name="taskNames">The names of the tasks there are.</param>
    /// <param name="currentFolder">What relative paths are relative to, unless --working says otherwise.</param>
    /// <exception cref="PipelineException">An option, value or task is not known (<see cref="ExitCode.Usage"/>).</exception>
    public static BuildOptions Read(IReadOnlyList<string> arguments, IReadOnlyCollection<string> taskNames, string currentFolder)
    {
        var given = Pair(arguments);
        var folder = Path.GetFullPath(given.LastOrDefault(pair => pair.Option.Name == "working").Value ?? ".", currentFolder);
        var options = new BuildOptions();
        var targets = new List<string>();
        foreach (var (option, value) in given)
        {
            options = option.Name switch
            {
                "recipe" => options with { Recipe = value },
                "platform" => options with { Platforms = options.Platforms.Contains(value) ? options.Platforms : options.Platforms.Add(value) },
                "source" => options with { Source = FullPathOrAddress(value, folder) },
                "source-sha256" => options with { SourceSha256 = Sha256(value) },
                "signature" => options with { Signature = FullPathOrAddress(value, folder) },
                "keyring" => options with { Keyring = Path.GetFullPath(value, folder) },
                "allow-fallback" => options with { AllowFallback = true },
                "cflags" => options with { CFlags = Flags(option, value) },
                "cxxflags" => options with { CxxFlags = Flags(option, value) },
                "jobs" => options with { Jobs = Jobs(value) },
                "launcher" => options with { Launcher = Known("launcher", value, Launcher.Names) },
                "stamp" => options with { Stamp = Stamp(value) },
                "timeout" => options with { StepLimit = StepLimit(value) },
                "wait" => options with { Wait = true },
                "from" => options with { From = Known("step", value, ReleaseSteps.All) },
                "force" => options with { Force = true },
                "no-sandbox" => options with { NoSandbox = true },
                "no-install" => options with { NoInstall = true },
                "cache" => options with { Cache = true },
                "sign" => options with { SigningKeys = options.SigningKeys.Add(Key(value)) },
                "rpm" => options with { Packages = options.Packages.Add(Path.GetFullPath(value, folder)) },
                "against" => options with { Against = Path.GetFullPath(value, folder) },
                "filter" => options with { Filter = value },
                "json" => options with { Json = true },
                "completion" => options with { Completion = Known("shell", value, OptionTable.Shells) },
                "man" => options with { Manual = true },
                "reference" => options with { Reference = true },
                "verbosity" => options with { Verbosity = Known("verbosity", value, OptionTable.Verbosities) },
                "tree" or "description" or "dryrun" or "version" or "info" => options with { ShowOnly = true },
                "help" => options with { Help = true },
                _ => options,
            };

            if (option.Name == "target")
            {
                targets.Add(Known("task", value, taskNames));
            }
        }

        if (options.SourceSha256 is not null && options.Source is null)
        {
            throw Usage("--source-sha256 vouches for an archive given by --source, and there is none");
        }

        if (!options.Packages.IsEmpty && targets is not ["Gate"])
        {
            throw Usage("--rpm names packages for the gates to examine, and goes with --target=Gate alone");
        }

        if (options.Against is null ? targets.Contains("Verify") : targets is not ["Verify"])
        {
            throw Usage("--target=Verify and --against=DIR, the artifacts to build again, go together and alone");
        }

        if (options.Platforms.Length > 1 && targets.FirstOrDefault(target => target is "Verify" or "Test" or "Clean" or "Doctor") is { } one)
        {
            throw Usage($"--target={one} goes with one platform at a time");
        }

        if (!options.SigningKeys.IsEmpty && targets.Count > 0 && !targets.Contains("Default") && !targets.Contains("Repo"))
        {
            throw Usage($"--sign signs what is handed over, and --target={string.Join(',', targets)} hands nothing over");
        }

        if (options is { From: not null, Force: true })
        {
            throw Usage("--force runs every step again, so --from has nothing left to say");
        }

        return targets.Count == 0 ? options : options with { Targets = [.. targets] };
    }

    /// <summary>
    /// The part of a command line that Cake's host reads itself. The rest is not for its parser, which refuses an empty
    /// value ("--cflags=").
    /// </summary>
    /// <param name="arguments">A command line that <see cref="Read"/> has accepted.</param>
    public static ImmutableArray<string> ForCake(IReadOnlyList<string> arguments)
    {
        var given = Pair(arguments);

        // Packages that are there already need none of the steps that would make them.
        var isExclusive = given.Any(pair => pair.Option.Name == "rpm") && !given.Any(pair => pair.Option.Name == "exclusive");
        return [.. given
            .Where(pair => OptionTable.OfCake.Contains(pair.Option))
            .Select(pair => pair.Option.Value is null ? $"--{pair.Option.Name}" : $"--{pair.Option.Name}={pair.Value}"), .. isExclusive ? ["--exclusive"] : Array.Empty<string>()];
    }

    /// <summary>A command line for one of its platforms.</summary>
    /// <param name="arguments">A command line that <see cref="Read"/> has accepted.</param>
    /// <param name="platform">The platform.</param>
    public static ImmutableArray<string> ForPlatform(IReadOnlyList<string> arguments, string platform) =>
    [
        .. Pair(arguments)
            .Where(pair => pair.Option.Name is not ("platform" or "json"))
            .Select(pair => pair.Option.Value is null ? $"--{pair.Option.Name}" : $"--{pair.Option.Name}={pair.Value}"),
        $"--platform={platform}",
    ];

    private static List<(CommandLineOption Option, string Value)> Pair(IReadOnlyList<string> arguments)
    {
        var pairs = new List<(CommandLineOption, string)>();
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var option = Find(name);

            string? value = equals < 0 ? null : argument[(equals + 1)..];
            if (option.Value is null && value is not null)
            {
                throw Usage($"{name} is a switch and takes no value ('{value}')");
            }

            if (option.Value is not null && value is null)
            {
                value = index + 1 < arguments.Count && !arguments[index + 1].StartsWith('-')
                    ? arguments[++index]
                    : throw Usage($"{name} needs a value: {option.Usage}");
            }

            if (value is "" && option.Name is not ("cflags" or "cxxflags"))
            {
                throw Usage($"{name} needs a value: {option.Usage}");
            }

            pairs.Add((option, value ?? ""));
        }

        return pairs;
    }

    private static CommandLineOption Find(string word)
    {
        if (!word.StartsWith('-'))
        {
            throw Usage($"'{word}' is no option; a task is named by --target={word}");
        }

        var option = word.StartsWith("--", StringComparison.Ordinal)
            ? OptionTable.All.FirstOrDefault(candidate => candidate.Name == word[2..])
            : OptionTable.All.FirstOrDefault(candidate => word.Length == 2 && candidate.Letter == word[1]);
        return option ?? throw Usage(
            NearestName.Of(word, OptionTable.All.Select(candidate => "--" + candidate.Name)) is { } nearest
                ? $"unknown option '{word}'; did you mean '{nearest}'?"
                : $"unknown option '{word}'");
    }

    private static string Known(string kind, string value, IReadOnlyCollection<string> known) =>
        known.FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? throw Usage($"there is no {kind} '{value}'{NearestName.Suggest(value, known)}");

    private static string FullPathOrAddress(string value, string folder) =>
        value.Contains("://", StringComparison.Ordinal) ? value : Path.GetFullPath(value, folder);

    private static string Sha256(string value) =>
        value.Length == 64 && value.All(char.IsAsciiHexDigit)
            ? value.ToLowerInvariant()
            : throw Usage($"--source-sha256 must be 64 hexadecimal digits, not '{value}'");

    private static string Flags(CommandLineOption option, string value) =>
        CompilerFlags.ArePlain(value)
            ? value.Trim()
            : throw Usage($"--{option.Name} holds a character that a shell or rpm would read ('{value}'); allowed are {CompilerFlags.Allowed}");

    private static int Jobs(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) && jobs is >= 1 and <= 4096
            ? jobs
            : throw Usage($"--jobs must be a whole number from 1 to 4096, not '{value}'");

    // As timeout(1) takes it.
    private static TimeSpan StepLimit(string value)
    {
        var unit = value[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        return int.TryParse(unit == 0 ? value : value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 604800
            ? TimeSpan.FromSeconds((long)number * Math.Max(unit, 1))
            : throw Usage($"--timeout must be a whole number of seconds, or one with s, m, h or d behind it, such as 15m, not '{value}'");
    }

    private static string Key(string value) =>
        value.Any(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
            ? throw Usage($"--sign must name a key as gpg takes it, not '{value}'")
            : value;

    private static string Stamp(string value) =>
        DateOnly.TryParseExact(value, "yyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? value
            : throw Usage($"--stamp must be a day as yymmdd, such as 100521, not '{value}'");

    private static PipelineException Usage(string problem) =>
        new(ExitCode.Usage, "Options", Printable.Line(problem), "./build.sh --help shows every option, ./build.sh --description every task");
}
