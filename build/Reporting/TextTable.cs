using Spectre.Console;

namespace Dom0Iptables.Reporting;

/// <summary>A table as lines of plain text.</summary>
public static class TextTable
{
    private const int Narrowest = 60;
    private const int Widest = 140;

    /// <summary>Its lines.</summary>
    /// <param name="width">How many columns of text there are; within what a person can read.</param>
    /// <param name="heads">The heads of its columns; the first two are not broken.</param>
    /// <param name="rows">Its rows.</param>
    public static IEnumerable<string> Of(int width, string[] heads, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple, Expand = false };
        table.AddColumns([.. heads.Select((head, index) => index < 2 ? new TableColumn(head).NoWrap() : new TableColumn(head))]);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => cell.EscapeMarkup())]);
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Math.Clamp(width, Narrowest, Widest);
        console.Write(table);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
