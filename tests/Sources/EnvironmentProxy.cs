namespace Dom0Iptables.Tests.Sources;

/// <summary>A proxy on loopback, named by http_proxy at the moment at which the process reads that.</summary>
[SetUpFixture]
internal sealed class EnvironmentProxy
{
    public static LoopbackServer Server { get; private set; } = null!;

    [OneTimeSetUp]
    public void Start()
    {
        Server = new LoopbackServer(ProxyTests.ServeAsync);

        // Only for as long as it takes: children of other tests, apt among them, are not to be sent here.
        using var proxy = new EnvironmentVariable("http_proxy", $"http://127.0.0.1:{Server.Port}");
        using var direct = new EnvironmentVariable("no_proxy", "127.0.0.1");
        _ = HttpClient.DefaultProxy;
    }

    [OneTimeTearDown]
    public void Stop() => Server.Dispose();
}
