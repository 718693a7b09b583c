using Cake.Core;

namespace Dom0Iptables.Tests.Frosting;

/// <summary>Keeps what Cake writes, without colours.</summary>
internal sealed class ConsoleSpy(TextWriter output) : IConsole
{
    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public bool SupportAnsiEscapeCodes => false;

    public void Write(string format, params object[] arg) => output.Write(format, arg);

    public void Write(string value) => output.Write(value);

    public void WriteLine(string format, params object[] arg) => output.WriteLine(format, arg);

    public void WriteLine(string value) => output.WriteLine(value);

    public void WriteError(string format, params object[] arg) => output.Write(format, arg);

    public void WriteError(string value) => output.Write(value);

    public void WriteErrorLine(string format, params object[] arg) => output.WriteLine(format, arg);

    public void WriteErrorLine(string value) => output.WriteLine(value);

    public void ResetColor()
    {
    }
}
