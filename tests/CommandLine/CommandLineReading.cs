using System.Collections.Immutable;
using Dom0Iptables.CommandLine;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.CommandLine;

/// <summary>Reads command lines as the pipeline does, from the folder /here and with the tasks that there really are.</summary>
internal static class CommandLineReading
{
    public static ImmutableArray<TaskEntry> TaskList => TaskTable.All;

    public static BuildOptions Read(params string[] arguments) =>
        CommandLineReader.Read(arguments, [.. TaskList.Select(task => task.Name)], "/here");

    /// <summary>Reads what must be refused with exit code 2, pointing to the help, and gives the sentence.</summary>
    public static string Refused(params string[] arguments)
    {
        var failure = Assert.Throws<PipelineException>(() => Read(arguments));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That((int)failure.Code, Is.EqualTo(2));
            Assert.That(failure.NextStep, Does.Contain("--help"));
        });
        return failure.Problem;
    }
}
