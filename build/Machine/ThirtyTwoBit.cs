using System.ComponentModel;
using System.Diagnostics;

namespace Dom0Iptables.Machine;

/// <summary>Finds out whether the kernel runs 32-bit x86 programs: some are built without, some virtual machines forbid it.</summary>
public static class ThirtyTwoBit
{
    private const int TextFileBusy = 26;

    private static readonly TimeSpan LongestBusy = TimeSpan.FromSeconds(10);

    // The smallest honest ELF32 executable: one header, one loadable segment, and exit(0) by int 0x80.
    private static readonly byte[] ExitsWithZero =
    [
        0x7F, 0x45, 0x4C, 0x46, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 1, 0, 0, 0,
        0x54, 0x80, 0x04, 0x08, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x34, 0, 0x20, 0, 1, 0, 0, 0, 0, 0, 0, 0,
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x04, 0x08, 0, 0x80, 0x04, 0x08, 0x5D, 0, 0, 0, 0x5D, 0, 0, 0, 5, 0, 0, 0, 0, 0x10, 0, 0,
        0x31, 0xC0, 0x40, 0x31, 0xDB, 0xCD, 0x80, 0x90, 0x90,
    ];

    /// <summary>Runs a 32-bit program that does nothing.</summary>
    /// <param name="scratch">A folder that programs can be started from; made where it is not there.</param>
    public static bool CanRun(string scratch)
    {
        Directory.CreateDirectory(scratch);

        // By a name that nobody knows beforehand: the folder may be everybody's, and other runs ask at the same time.
        var program = Path.Combine(scratch, $"runs-32-bit.{Guid.NewGuid():n}");
        using (var file = new FileStream(program, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite }))
        {
            file.Write(ExitsWithZero);
        }

        try
        {
            return ExitsWell(program);
        }
        finally
        {
            File.Delete(program);
        }
    }

    // Whatever this process starts meanwhile has all its open files from fork to exec, and what is open to be written to is not run.
    private static bool ExitsWell(string program)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var process = Process.Start(program);
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (Win32Exception exception) when (exception.NativeErrorCode == TextFileBusy && waiting.Elapsed < LongestBusy)
            {
                Thread.Sleep(5);
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }
}
