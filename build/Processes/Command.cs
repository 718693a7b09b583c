using System.Collections.Immutable;

namespace Dom0Iptables.Processes;

/// <summary>A process to be run: a program, a list of arguments (never a joined string), where, and with what environment.</summary>
/// <param name="Program">The program's name or path.</param>
/// <param name="Arguments">Its arguments, one each.</param>
public sealed record Command(string Program, ImmutableArray<string> Arguments)
{
    private const int LongestShown = 800;

    /// <summary>Where it runs; null for the pipeline's own working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The whole environment of the process; null hands on the pipeline's own.</summary>
    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    /// <summary>Whether it is let end by itself where the pipeline is killed: what a package manager has begun is worse half done.</summary>
    public bool OutlivesPipeline { get; init; }

    /// <summary>Makes a command of a program and its arguments.</summary>
    public static Command Of(string program, params ImmutableArray<string> arguments) => new(program, arguments);

    /// <summary>Its words without what only shuts it off from the machine.</summary>
    public ImmutableArray<string> Words
    {
        get
        {
            var words = Arguments.Insert(0, Program);
            if (words[0] == "bwrap" && words.IndexOf("--") is var wall and > 0 && wall + 1 < words.Length)
            {
                words = words[(wall + 1)..];
            }

            return words[0] == "setarch" && words.Length > 2 ? words[2..] : words;
        }
    }

    /// <summary>The command for a person to read: <see cref="Words"/>, not endless. The log has the whole of it.</summary>
    public string Shown
    {
        get
        {
            var line = string.Join(' ', Words.Select(ShellWord.Quote));
            return line.Length <= LongestShown ? line : line[..LongestShown] + " …";
        }
    }

    /// <summary>The command as it can be pasted into a POSIX shell, with its folder and its environment.</summary>
    public override string ToString()
    {
        List<string> words = Environment is null
            ? [Program, .. Arguments]
            : ["env", "-i", .. Environment.Select(pair => $"{pair.Key}={pair.Value}"), Program, .. Arguments];
        var line = string.Join(' ', words.Select(ShellWord.Quote));
        return WorkingDirectory is null ? line : $"(cd {ShellWord.Quote(WorkingDirectory)} && {line})";
    }
}
