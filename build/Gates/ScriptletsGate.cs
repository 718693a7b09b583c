using System.Collections.Immutable;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Gates;

/// <summary>
/// The scriptlets are plain POSIX sh, run only what the platform has, and end well in a root where nothing else is (an
/// image that is being built, a chroot).
/// </summary>
public sealed class ScriptletsGate : IGate
{
    private const string Rewrite = "write it for any POSIX sh";

    // https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html: the special built-ins, and those that every shell has.
    private static readonly ImmutableHashSet<string> BuiltIn =
    [
        ":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times", "trap", "unset",
        "[", "test", "echo", "printf", "true", "false", "cd", "pwd", "read", "umask", "ulimit", "wait", "kill", "command", "type", "hash", "getopts", "alias", "unalias", "local",
    ];

    /// <inheritdoc/>
    public string Name => "scriptlets";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        var baseSystem = subject.Platform.Limits.Base is { } path ? BaseSystem.Read(path) : null;
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        var scriptlets = subject.Installed.SelectMany(package => package.Rpm.Scriptlets.Select(scriptlet => (package, scriptlet))).ToList();
        foreach (var (package, scriptlet) in scriptlets)
        {
            var problems = await ProblemsAsync(subject, package, scriptlet, baseSystem, cancellationToken);
            findings.AddRange(problems.Select(problem => new GateFinding($"{package.Rpm.FileName} %{scriptlet.Moment}", problem.Problem, problem.NextStep)));
        }

        return new GateVerdict(
            Name,
            scriptlets.Count == 0 ? "none" : string.Join(", ", scriptlets.Select(pair => $"%{pair.scriptlet.Moment} {pair.scriptlet.Interpreter}").Distinct(StringComparer.Ordinal)),
            baseSystem is null ? "POSIX sh" : $"POSIX sh, programs of {baseSystem.Name}",
            findings.ToImmutable());
    }

    private static async Task<List<(string Problem, string NextStep)>> ProblemsAsync(GateSubject subject, ExaminedPackage package, RpmScriptlet scriptlet, BaseSystem? baseSystem, CancellationToken cancellationToken)
    {
        var problems = new List<(string, string)>();
        var interpreter = scriptlet.Interpreter.Split(' ')[0];

        // <lua> is rpm's own; whether the platform's rpm has it is for the gate on rpm to say.
        var isLua = interpreter == "<lua>";
        if (!isLua && baseSystem is not null && !Has(subject, baseSystem, interpreter))
        {
            problems.Add(($"is run by {interpreter}, which {baseSystem.Name} has not", "use /bin/sh"));
        }

        if (scriptlet.Body.Length == 0 || isLua)
        {
            return problems;
        }

        if (Path.GetFileName(interpreter) is not ("sh" or "bash" or "dash"))
        {
            problems.Add(($"is a script of {interpreter}; only POSIX sh can be checked", "use /bin/sh"));
            return problems;
        }

        var folder = Path.Combine(subject.Scratch, "scriptlets", package.Rpm.FileName);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, scriptlet.Moment);
        await File.WriteAllTextAsync(file, scriptlet.Body + "\n", cancellationToken);

        var parsed = await RunAsync(subject, Command.Of("dash", "-n", file), cancellationToken);
        if (!parsed.Succeeded)
        {
            problems.Add(($"is no POSIX sh: {FirstLine(parsed.StandardError).Replace(file + ": ", "", StringComparison.Ordinal)}", Rewrite));
            return problems;
        }

        var checkedText = await RunAsync(subject, Command.Of("shellcheck", "--shell=sh", "--severity=warning", "--format=gcc", file), cancellationToken);
        problems.AddRange(checkedText.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ($"shellcheck, line {line[(file.Length + 1)..]}", Rewrite)));
        problems.AddRange(await CommandsAsync(subject, baseSystem, file, cancellationToken));
        problems.AddRange(await TrialsAsync(subject, package, scriptlet, cancellationToken));
        return problems;
    }

    private static async Task<IEnumerable<(string Problem, string NextStep)>> CommandsAsync(GateSubject subject, BaseSystem? baseSystem, string file, CancellationToken cancellationToken)
    {
        var tree = await RunAsync(subject, new Command("sh", ["-c", "exec shfmt -ln posix --to-json < \"$1\"", "sh", file]), cancellationToken);
        if (!tree.Succeeded)
        {
            return [($"is no POSIX sh: {FirstLine(tree.StandardError)}", Rewrite)];
        }

        var text = ShellText.Of(tree.StandardOutput);
        var problems = baseSystem is null
            ? []
            : text.Commands.Where(command => !BuiltIn.Contains(command) && !Has(subject, baseSystem, command))
                .Select(command => ($"runs {command}, which {baseSystem.Name} has not", "do it by what every such system has; what the base system has and its table lacks belongs into platforms/base/"));
        return text.Unknown == 0 ? problems : problems.Append(($"runs {text.Unknown} commands whose names only the run would tell", "name them outright"));
    }

    // The package's own files, a shell, and nothing else: what is missing must not make the scriptlet fail.
    private static async Task<IEnumerable<(string Problem, string NextStep)>> TrialsAsync(GateSubject subject, ExaminedPackage package, RpmScriptlet scriptlet, CancellationToken cancellationToken)
    {
        var problems = new List<(string, string)>();
        foreach (var count in CountsAt(scriptlet.Moment))
        {
            var root = Path.Combine(subject.Scratch, "scriptlets", package.Rpm.FileName, "root");
            await BareRoot.MakeAsync(root, [package], subject.Environment, cancellationToken);
            var outcome = await BareRoot.RunAsync(root, scriptlet, count, cancellationToken);
            if (!outcome.Succeeded)
            {
                problems.Add(($"ends with {outcome.ExitCode} when $1 is {count} and nothing is there but a shell and the package: {FirstLine(outcome.StandardError)}", "look before each step whether it applies, and end with exit 0"));
            }
        }

        return problems;
    }

    // How many of the package there will be; facts of rpm 4.4.2.3: %posttrans gets 0 on install and on upgrade.
    private static ImmutableArray<string> CountsAt(string moment) => moment switch
    {
        "pre" or "post" => ["1", "2"],
        "preun" or "postun" => ["0", "1"],
        _ => ["0", "1"],
    };

    private static bool Has(GateSubject subject, BaseSystem baseSystem, string program) =>
        baseSystem.HasProgram(program) || subject.Installed.Any(package => package.Rpm.Files.Any(file => file.Path == program));

    private static Task<ProcessOutcome> RunAsync(GateSubject subject, Command command, CancellationToken cancellationToken) =>
        ProcessRunner.CaptureAsync(GateSubject.Step, subject.Environment.In(subject.Scratch, command), cancellationToken);

    private static string FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "(nothing said)";
}
