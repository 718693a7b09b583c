using System.Diagnostics;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>Runs what a user would type beside the pipeline.</summary>
internal static class Shell
{
    /// <summary>Runs a script that must succeed, and returns what it printed to stdout.</summary>
    public static string Run(string folder, string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{script}\n{output}\n{error.Result}");
        return output;
    }
}
