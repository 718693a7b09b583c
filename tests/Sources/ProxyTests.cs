namespace Dom0Iptables.Tests.Sources;

/// <summary>The proxies that the environment names are asked, and asked for the right servers only.</summary>
/// <remarks>The machinery reads the environment once in a process, so the proxy is made before any test of this folder runs.</remarks>
internal sealed class ProxyTests : FetchFixture
{
    [Test]
    public async Task The_proxy_that_the_environment_names_is_asked()
    {
        await FetchAsync(Request(new Uri("http://archive.example/files/x.tar.bz2")));

        Assert.That(EnvironmentProxy.Server.Requests.Last().Target, Is.EqualTo("http://archive.example/files/x.tar.bz2"));
    }

    [Test]
    public async Task A_server_that_no_proxy_names_is_asked_directly()
    {
        using var server = new LoopbackServer(exchange => exchange.FileAsync(Archive));

        await FetchAsync(Request(server.Address(FileName)));

        Assert.That(server.Requests.Single().Target, Is.EqualTo($"/{FileName}"));
    }

    /// <summary>Serves the archive to whoever asks by proxy.</summary>
    internal static Task ServeAsync(Exchange exchange) => exchange.FileAsync(Archive);
}
