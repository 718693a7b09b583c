using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Reporting;

/// <summary>Reports events for programs: a JSON object a line, each with "event" and "time" (UTC, ISO 8601).</summary>
/// <param name="output">Where they go.</param>
/// <param name="isVerbose">Whether details are among them.</param>
/// <param name="time">The clock.</param>
public sealed class JsonReporter(TextWriter output, bool isVerbose, TimeProvider time) : IReporter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock gate = new();
    private readonly StepBoard board = new(time);

    /// <inheritdoc/>
    public int Width => int.MaxValue;

    /// <inheritdoc/>
    public bool ShowsProgress => true;

    /// <inheritdoc/>
    public bool IsDrawing => false;

    /// <inheritdoc/>
    public void Plan(ImmutableArray<string> steps)
    {
        board.Plan(steps);
        Tell("plan", ("steps", new JsonArray([.. steps.Select(step => (JsonNode?)JsonValue.Create(step))])));
    }

    /// <inheritdoc/>
    public void StepBegins(string name)
    {
        if (board.Begin(name))
        {
            Tell("begin", ("step", name));
        }
    }

    /// <inheritdoc/>
    public void StepEnds(string name, StepState state)
    {
        if (board.End(name, state) && board[name] is { } status)
        {
            Tell("end", ("step", name), ("state", Word(state)), ("seconds", Math.Round(status.Elapsed.TotalSeconds, 3)));
        }
    }

    /// <inheritdoc/>
    public void Line(string text) => Tell("line", ("step", board.Here), ("text", text));

    /// <inheritdoc/>
    public void Detail(string text)
    {
        if (isVerbose)
        {
            Tell("detail", ("step", board.Here), ("text", text));
        }
    }

    /// <inheritdoc/>
    public void Warning(string text) => Tell("warning", ("step", board.Here), ("text", text));

    /// <inheritdoc/>
    public void Progress(string text, double? fraction = null)
    {
        board.Progress(text, fraction);
        Tell("progress", ("step", board.Here), ("text", text), ("fraction", fraction is { } part ? Math.Round(part, 3) : null));
    }

    /// <inheritdoc/>
    public void Artifact(string path) => Tell("artifact", ("path", path), ("bytes", new FileInfo(path).Length));

    /// <inheritdoc/>
    public void Close()
    {
    }

    /// <inheritdoc/>
    public void Result(ExitCode code, Exception? failure)
    {
        var known = failure as PipelineException;
        Tell(
            "result",
            ("exitCode", (int)code),
            ("problem", known?.Problem ?? failure?.Message),
            ("step", known?.Step),
            ("command", known?.Command),
            ("commandExitCode", known?.CommandExitCode),
            ("log", known?.LogPath),
            ("excerpt", known is { Excerpt.IsEmpty: false } ? new JsonArray([.. known.Excerpt.Select(line => (JsonNode?)JsonValue.Create(line))]) : null),
            ("next", known?.NextStep));
    }

    // What is not known is left out.
    private void Tell(string name, params ReadOnlySpan<(string Name, JsonNode? Value)> facts)
    {
        var told = new JsonObject { ["event"] = name, ["time"] = time.GetUtcNow().ToString("O") };
        foreach (var (fact, value) in facts)
        {
            if (value is not null)
            {
                told[fact] = value;
            }
        }

        lock (gate)
        {
            output.WriteLine(told.ToJsonString(Plain));
        }
    }

    private static string Word(StepState state) => state.ToString().ToLowerInvariant();
}
