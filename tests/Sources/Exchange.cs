using System.Text;

namespace Dom0Iptables.Tests.Sources;

/// <summary>One request to a loopback server, and the wire for the answer.</summary>
internal sealed class Exchange(string head, Stream wire, CancellationToken stopped)
{
    private readonly string[] lines = head.Split("\r\n");

    public string Target => lines[0].Split(' ')[1];

    public string? Header(string name) =>
        lines.Skip(1).FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>The first byte that is asked for.</summary>
    public int From => Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;

    public async Task HeadAsync(string status, params string[] headers)
    {
        var text = $"HTTP/1.1 {status}\r\nConnection: close\r\n" + string.Concat(headers.Select(header => header + "\r\n")) + "\r\n";
        await wire.WriteAsync(Encoding.ASCII.GetBytes(text), stopped);
    }

    public async Task BytesAsync(byte[] bytes, int from = 0, int? to = null) => await wire.WriteAsync(bytes.AsMemory(from..(to ?? bytes.Length)), stopped);

    public async Task AnswerAsync(string status, byte[] body, params string[] headers)
    {
        await HeadAsync(status, [$"Content-Length: {body.Length}", .. headers]);
        await BytesAsync(body);
    }

    public Task AnswerAsync(string status, string body, params string[] headers) => AnswerAsync(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>Serves a file as a decent server does: with its version, and only the rest of it where that is asked for.</summary>
    public async Task FileAsync(byte[] file, string tag = "\"one\"")
    {
        if (From > 0 && (Header("If-Range") ?? tag) == tag)
        {
            await HeadAsync("206 Partial Content", $"Content-Length: {file.Length - From}", $"Content-Range: bytes {From}-{file.Length - 1}/{file.Length}", $"ETag: {tag}");
            await BytesAsync(file, From);
        }
        else
        {
            await AnswerAsync("200 OK", file, $"ETag: {tag}");
        }
    }

    /// <summary>Serves a file up to a byte and hangs up.</summary>
    public async Task CutAsync(byte[] file, int at, params string[] headers)
    {
        await HeadAsync("200 OK", [$"Content-Length: {file.Length}", .. headers]);
        await BytesAsync(file, 0, at);
    }

    /// <summary>Says nothing until the server is stopped.</summary>
    public Task SilenceAsync() => Task.Delay(Timeout.Infinite, stopped);
}
