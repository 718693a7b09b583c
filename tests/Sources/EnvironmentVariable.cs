namespace Dom0Iptables.Tests.Sources;

/// <summary>An environment variable of this process that is as it was when the test ends.</summary>
internal sealed class EnvironmentVariable : IDisposable
{
    private readonly string name;
    private readonly string? before;

    public EnvironmentVariable(string name, string value)
    {
        this.name = name;
        before = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(name, before);
}
