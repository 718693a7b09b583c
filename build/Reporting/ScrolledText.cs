using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dom0Iptables.Reporting;

/// <summary>Lines that scroll by above a live display, which Spectre draws over them without having taken it away first.</summary>
/// <param name="text">The lines, with their end.</param>
/// <param name="style">How they look.</param>
public sealed class ScrolledText(string text, Style style) : Renderable
{
    private const string EraseBelow = "\e[J";

    private readonly Renderable lines = new Spectre.Console.Text(text, style);

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => ((IRenderable)lines).Measure(options, maxWidth);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => ((IRenderable)lines).Render(options, maxWidth).Prepend(Segment.Control(EraseBelow));
}
