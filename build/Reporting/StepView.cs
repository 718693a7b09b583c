using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dom0Iptables.Reporting;

/// <summary>The steps as they are seen on a terminal while they run: a line each, and below what was said last.</summary>
public static class StepView
{
    private const int BarCells = 20;

    // What a terminal has room for beside a few lines of output.
    private const int LinesBeside = 4;

    // The terminal shows what is typed, as ^C, behind the last line; where that began another one, the picture would be cleared
    // from one line too low.
    private const int RoomForKeys = 4;

    /// <summary>The picture of one moment.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="width">How many columns the terminal has.</param>
    /// <param name="height">How many lines it has.</param>
    /// <param name="hasUnicode">Whether it shows more than ASCII.</param>
    public static IRenderable Of(ImmutableArray<StepStatus> steps, int width, int height, bool hasUnicode)
    {
        var last = steps.LastOrDefault(step => step.State == StepState.Running && step.Said.Length > 0);
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().RightAligned());
        grid.AddColumn(new GridColumn().NoWrap());
        foreach (var step in Shown(steps, Math.Max(1, height - LinesBeside)))
        {
            var style = step.State switch
            {
                StepState.Running => new Style(decoration: Decoration.Bold),
                StepState.Failed => new Style(Color.Red),
                StepState.Done => new Style(Color.Green),
                _ => new Style(decoration: Decoration.Dim),
            };
            grid.AddRow(new Spectre.Console.Text($"{Mark(step.State, hasUnicode)} {step.Name}", style), new Spectre.Console.Text(Time(step)), new Spectre.Console.Text(step.State == StepState.Running && step.Fraction is { } fraction ? Bar(fraction, hasUnicode) : ""));
        }

        return last is null ? grid : new Rows(grid, new Spectre.Console.Text(Cut(Printable.Line(last.Said), Math.Max(1, width - RoomForKeys), hasUnicode), new Style(decoration: Decoration.Dim)));
    }

    // Where there is not room for all: those that have been go first, then those to come.
    private static ImmutableArray<StepStatus> Shown(ImmutableArray<StepStatus> steps, int room)
    {
        if (steps.Length <= room)
        {
            return steps;
        }

        var first = Math.Max(0, steps.ToList().FindIndex(step => step.State is StepState.Running or StepState.Waiting));
        var start = Math.Clamp(first, 0, steps.Length - room);
        return steps[start..(start + room)];
    }

    // A command that links is longer than a screen, and what is above would jump with each line of it.
    private static string Cut(string text, int width, bool hasUnicode)
    {
        var more = hasUnicode ? "…" : "...";
        return text.Length <= width ? text : text[..Math.Max(0, width - more.Length)] + more[..Math.Min(width, more.Length)];
    }

    private static string Mark(StepState state, bool hasUnicode) => state switch
    {
        StepState.Running => hasUnicode ? "●" : "*",
        StepState.Done => hasUnicode ? "✓" : "+",
        StepState.Kept => "=",
        StepState.Failed => hasUnicode ? "✗" : "x",
        _ => hasUnicode ? "·" : ".",
    };

    private static string Time(StepStatus step) => step.State switch
    {
        StepState.Waiting => "",
        StepState.Kept => "kept",
        _ when step.Elapsed >= TimeSpan.FromMinutes(1) => string.Create(CultureInfo.InvariantCulture, $"{(int)step.Elapsed.TotalMinutes} min {step.Elapsed.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{step.Elapsed.TotalSeconds:0.0} s"),
    };

    private static string Bar(double fraction, bool hasUnicode)
    {
        var full = (int)(fraction * BarCells);
        return string.Create(CultureInfo.InvariantCulture, $"{new string(hasUnicode ? '█' : '#', full)}{new string(hasUnicode ? '░' : '-', BarCells - full)} {(int)(fraction * 100),3} %");
    }
}
