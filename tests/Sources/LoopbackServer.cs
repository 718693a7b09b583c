using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dom0Iptables.Tests.Sources;

/// <summary>A real server on loopback that can also misbehave: the handler writes to the wire what it likes.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<Exchange, Task> handle;
    private readonly X509Certificate2? certificate;
    private readonly CancellationTokenSource stop = new();

    public LoopbackServer(Func<Exchange, Task> handle, X509Certificate2? certificate = null)
    {
        this.handle = handle;
        this.certificate = certificate;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Every request that came, in order.</summary>
    public ConcurrentQueue<Exchange> Requests { get; } = [];

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address(string path) => new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{Port}/{path}");

    /// <summary>A server whose answers come one after the other; the last one is repeated.</summary>
    public static LoopbackServer Of(params Func<Exchange, Task>[] answers)
    {
        var count = -1;
        return new LoopbackServer(exchange => answers[Math.Min(Interlocked.Increment(ref count), answers.Length - 1)](exchange));
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(certificate);
                    stream = secure;
                }

                var head = await ReadHeadAsync(stream);
                if (head.Length == 0)
                {
                    return;
                }

                var exchange = new Exchange(head, stream, stop.Token);
                Requests.Enqueue(exchange);
                await handle(exchange);
                await stream.FlushAsync();

                // A polite end: an abrupt one could throw away what the client has not read yet.
                client.Client.Shutdown(SocketShutdown.Send);
                _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // The client went away, as some tests want it to.
            }
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
