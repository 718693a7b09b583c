using System.Collections.Immutable;
using System.Diagnostics;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>What a run of the pipeline printed and ended with.</summary>
internal sealed record PipelineRun(int Code, string Output, string Error)
{
    private static readonly ImmutableArray<string> Steps = ["Unpack", "Patch", "Configure", "Make", "Stage", "Archive", "Rpm", "Srpm", "Gate", "Rehearse", "Assemble", "Default"];

    /// <summary>The steps that were not left out, of a run of all.</summary>
    public IEnumerable<string> StepsRun => Steps.Where(step => !Output.Contains($"{step}: nothing changed, not run again", StringComparison.Ordinal));

    /// <summary>Waits for a process's end, whose stdout and stderr are redirected.</summary>
    public static PipelineRun Of(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new PipelineRun(process.ExitCode, output, error.Result);
    }

    /// <summary>Requires an exit code, and shows the run where it is another.</summary>
    public PipelineRun MustEndWith(ExitCode code)
    {
        Assert.That((ExitCode)Code, Is.EqualTo(code), $"{Output}\n{Error}");
        return this;
    }

    /// <summary>Requires a failure with these phrases in its message.</summary>
    public PipelineRun MustFail(ExitCode code, params string[] phrases)
    {
        MustEndWith(code);
        foreach (var phrase in phrases)
        {
            Assert.That(Error, Does.Contain(phrase), Output);
        }

        Assert.That(Output + Error, Does.Not.Contain("An error occurred when executing task"), "Cake's own words, which say less");
        return this;
    }
}
