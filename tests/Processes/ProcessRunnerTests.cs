using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Processes;

/// <summary>Processes are run as asked, and what they say arrives whole, in order and where it belongs.</summary>
internal sealed class ProcessRunnerTests
{
    private static readonly ImmutableSortedDictionary<string, string> Bare = ImmutableSortedDictionary<string, string>.Empty.Add("PATH", "/usr/bin:/bin");

    private TemporaryFolder temporary = null!;

    private string Output => temporary.Of("logs", "step.log");

    private string Error => temporary.Of("logs", "error.log");

    [SetUp]
    public void MakeFolder() => temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [TestCase("exit 0", 0)]
    [TestCase("exit 3", 3)]
    [TestCase("exit 255", 255)]
    [TestCase("exit 127", 127)]
    [TestCase("kill -9 $$", 137)]
    [TestCase("kill -TERM $$", 143)]
    public async Task The_exit_code_is_the_programs_own_or_tells_the_signal(string script, int code)
    {
        var plain = await ProcessRunner.CaptureAsync("Make", Shell(script), CancellationToken.None);
        var bare = await LogAsync(Shell(script) with { Environment = Bare });

        Assert.Multiple(() =>
        {
            Assert.That(plain.ExitCode, Is.EqualTo(code));
            Assert.That(bare.ExitCode, Is.EqualTo(code));
            Assert.That(plain.Succeeded, Is.EqualTo(code == 0));
        });
    }

    [TestCase("no-such-program", false, false)]
    [TestCase("no-such-program", true, false)]
    [TestCase("no-such-program", false, true)]
    [TestCase("no-such-program", true, true)]
    [TestCase("/no/such/program", false, true)]
    [TestCase("./no-such-program", true, true)]
    public async Task A_program_that_is_not_there_is_named(string program, bool bare, bool logged)
    {
        var command = Command.Of(program, "x") with { Environment = bare ? Bare : null, WorkingDirectory = temporary.Path };
        var failure = (await Assert.ThrowsAsync<PipelineException>(() => logged ? LogAsync(command) : ProcessRunner.CaptureAsync("Make", command, CancellationToken.None)))!;

        Assert.Multiple(() =>
        {
            Assert.That((int)failure.Code, Is.EqualTo(4));
            Assert.That(failure.Step, Is.EqualTo("Make"));
            Assert.That(failure.Problem, Does.StartWith($"the program '{program}' is not on this machine"));
            Assert.That(failure.NextStep, Does.Contain("--target=Doctor"));
        });
    }

    [Test]
    public async Task A_script_of_the_working_folder_that_itself_ends_with_127_is_not_called_missing()
    {
        temporary.Write("configure", "#!/bin/sh\nno-such-compiler\n");
        File.SetUnixFileMode(temporary.Of("configure"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var outcome = await LogAsync(Command.Of("./configure") with { Environment = Bare, WorkingDirectory = temporary.Path });

        Assert.That(outcome.ExitCode, Is.EqualTo(127));
    }

    [Test]
    public async Task The_log_begins_with_the_command_and_error_log_has_stderr_and_nothing_else()
    {
        temporary.Write("logs/error.log", "of the run before");
        var command = Shell("echo out; echo err >&2");

        await LogAsync(command, Error);

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Output), Is.EqualTo($"$ {command}\nout\n"));
            Assert.That(File.ReadAllText(Error), Is.EqualTo("err\n"));
        });
    }

    [Test]
    public async Task A_second_command_is_added_to_the_log()
    {
        await LogAsync(Shell("echo one"));
        await LogAsync(Shell("echo two"));

        Assert.That(File.ReadAllLines(Output).Where(line => line[0] != '$'), Is.EqualTo((string[])["one", "two"]));
    }

    [Test]
    public async Task In_one_log_what_went_to_stdout_and_stderr_stands_in_the_order_it_was_said()
    {
        await LogAsync(Shell("i=0; while [ $i -lt 1000 ]; do echo $i; i=$((i+1)); echo $i >&2; i=$((i+1)); done"));

        Assert.That(File.ReadAllLines(Output)[1..], Is.EqualTo(Enumerable.Range(0, 1000).Select(number => $"{number}")));
    }

    [Test]
    public async Task Megabytes_on_both_sides_arrive_whole_and_byte_for_byte()
    {
        await LogAsync(Shell("head -c 3000000 /dev/zero | tr '\\0' '\\377' >&2 & head -c 3000000 /dev/zero; wait"), Error);

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(Output).Count(octet => octet == 0), Is.EqualTo(3_000_000));
            Assert.That(File.ReadAllBytes(Error).Count(octet => octet == 255), Is.EqualTo(3_000_000));
        });
    }

    [Test]
    public async Task Each_line_is_told_as_it_comes()
    {
        var lines = new List<string>();

        await LogAsync(Shell("echo one; printf two"), onLine: lines.Add);

        Assert.That(lines, Is.EqualTo((string[])["one", "two"]));
    }

    [Test]
    public async Task What_several_say_at_once_is_told_in_the_flow_that_asked_for_each()
    {
        var told = new ConcurrentBag<(string? Flow, string Line)>();
        var flow = new AsyncLocal<string?>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            flow.Value = $"{number}";
            await ProcessRunner.LogAsync("Make", Shell($"for i in 1 2 3; do echo {number}; sleep 0.02; done"), temporary.Of($"{number}.log"), null, line => told.Add((flow.Value, line)), CancellationToken.None);
        }));

        Assert.That(told, Has.Count.EqualTo(24));
        Assert.That(told.Where(one => one.Flow != one.Line), Is.Empty);
    }

    [Test]
    public async Task The_environment_is_what_is_given_and_nothing_else()
    {
        var given = Bare.Add("EMPTY", "").Add("NASTY", "a b'\"$(id)\n%=é").Add("LC_ALL", "C");
        var command = Command.Of("cat", "/proc/self/environ") with { Environment = given };

        var outcome = await ProcessRunner.CaptureAsync("Make", command, CancellationToken.None);
        await LogAsync(command);
        var expected = given.Select(pair => $"{pair.Key}={pair.Value}").ToList();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(expected));
            Assert.That(File.ReadAllText(Output)[$"$ {command}\n".Length..].Split('\0', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(expected));
        });
    }

    [Test]
    public async Task Without_one_the_pipelines_own_environment_is_handed_on()
    {
        using var variable = new Sources.EnvironmentVariable("DOM0_TEST", "handed on");

        Assert.That((await ProcessRunner.CaptureAsync("Make", Shell("echo $DOM0_TEST"), CancellationToken.None)).StandardOutput, Is.EqualTo("handed on\n"));
    }

    [Test]
    public async Task Nobody_can_be_asked_anything() =>
        Assert.That((await ProcessRunner.CaptureAsync("Make", Shell("read answer; echo \"[$answer]\""), CancellationToken.None)).StandardOutput, Is.EqualTo("[]\n"));

    [TestCase(true)]
    [TestCase(false)]
    public async Task Cancelling_ends_children_and_their_children(bool bare)
    {
        using var cancellation = new CancellationTokenSource();
        var command = Shell("sh -c 'sleep 300 & echo $! >> pids; echo $$ >> pids; echo ready; wait' & echo $$ >> pids; wait") with
        {
            WorkingDirectory = temporary.Path,
            Environment = bare ? Bare : null,
        };
        var watch = Stopwatch.StartNew();

        await Assert.CatchAsync<OperationCanceledException>(() => ProcessRunner.LogAsync("Make", command, Output, null, _ => cancellation.Cancel(), cancellation.Token));

        var pids = File.ReadAllLines(temporary.Of("pids"));
        Assert.Multiple(() =>
        {
            Assert.That(pids, Has.Length.EqualTo(3));
            Assert.That(() => pids.Where(IsAlive), Is.Empty.After(3000, 50));
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
        });
    }

    [Test]
    public void A_program_is_found_on_the_path_that_is_given()
    {
        temporary.Write("bin/tool", "");

        Assert.Multiple(() =>
        {
            Assert.That(ProcessRunner.FindOnPath("tool", $"/nowhere::{temporary.Of("bin")}"), Is.EqualTo(temporary.Of("bin", "tool")));
            Assert.That(ProcessRunner.FindOnPath("tool", "/nowhere"), Is.Null);
            Assert.That(ProcessRunner.FindOnPath(temporary.Of("bin", "tool"), ""), Is.EqualTo(temporary.Of("bin", "tool")));
            Assert.That(ProcessRunner.FindOnPath(temporary.Of("bin", "other")), Is.Null);
            Assert.That(ProcessRunner.FindOnPath("sh"), Does.StartWith("/"));
        });
    }

    // A killed process that its parent has not yet asked for is dead all the same.
    private static bool IsAlive(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Command Shell(string script) => Command.Of("sh", "-c", script);

    private Task<ProcessOutcome> LogAsync(Command command, string? error = null, Action<string>? onLine = null) =>
        ProcessRunner.LogAsync("Make", command, Output, error, onLine, CancellationToken.None);
}
