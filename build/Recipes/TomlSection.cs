using System.Collections.Immutable;
using Dom0Iptables.Failures;
using Dom0Iptables.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Dom0Iptables.Recipes;

/// <summary>
/// One table of a data file, read strictly: what is asked for must be of its kind, and what has no place in it is an
/// error with its line. Recipes and platforms are data that people write by hand; a misspelt key must not pass.
/// </summary>
public sealed class TomlSection
{
    private readonly string path;
    private readonly string name;
    private readonly int line;
    private readonly Dictionary<string, KeyValueSyntax> values = [];
    private readonly Dictionary<string, TomlSection> sections = [];

    private TomlSection(string path, string name, int line)
    {
        this.path = path;
        this.name = name;
        this.line = line;
    }

    /// <summary>Reads a data file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PipelineException">It cannot be read, or is not TOML (<see cref="ExitCode.Recipe"/>).</exception>
    public static TomlSection ReadFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(ExitCode.Recipe, "Recipe", $"'{path}' cannot be read: {exception.Message}", "name an existing file", innerException: exception);
        }

        var document = SyntaxParser.Parse(text, path, validate: true);
        if (document.HasErrors)
        {
            var first = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error).MinBy(message => message.Span.Start.Line)!;
            throw Wrong(path, first.Span.Start.Line, first.Message);
        }

        var root = new TomlSection(path, "", 0);
        root.Add(document.KeyValues);
        foreach (var table in document.Tables)
        {
            if (table is not TableSyntax)
            {
                throw Wrong(path, table.Span.Start.Line, $"[[{table.Name}]]: a list of tables has no place here");
            }

            root.Open(table.Name!.ToString().Trim(), table.Span.Start.Line).Add(table.Items);
        }

        return root;
    }

    /// <summary>Refuses what has no place in this table. Called before anything is read, so that a misspelt key is named itself and not the one that it stands for.</summary>
    /// <param name="keys">The keys that may be there.</param>
    /// <param name="tables">The tables within this one that may be there.</param>
    /// <returns>This table.</returns>
    /// <exception cref="PipelineException">A key or table is not known, or one stands where the other belongs (<see cref="ExitCode.Recipe"/>).</exception>
    public TomlSection Allow(ImmutableArray<string> keys, ImmutableArray<string> tables)
    {
        var entries = values.Select(pair => (pair.Key, Line: pair.Value.Span.Start.Line, IsTable: false))
            .Concat(sections.Select(pair => (pair.Key, Line: pair.Value.line, IsTable: true)))
            .OrderBy(entry => entry.Line);
        foreach (var (key, at, isTable) in entries)
        {
            if ((isTable ? tables : keys).Contains(key))
            {
                continue;
            }

            throw (isTable ? keys : tables).Contains(key)
                ? Wrong(path, at, isTable ? $"{Qualified(key)} must be a value, not a table" : $"{Qualified(key)} must be a table, written [{Qualified(key)}]")
                : Wrong(path, at, $"unknown key '{Qualified(key)}'{NearestName.Suggest(key, keys.Concat(tables))}");
        }

        return this;
    }

    /// <summary>Refuses what has no place in this table, by the table of all keys of the file.</summary>
    /// <param name="keys">Every key that the file may have.</param>
    /// <returns>This table.</returns>
    /// <exception cref="PipelineException">A key or table is not known, or one stands where the other belongs (<see cref="ExitCode.Recipe"/>).</exception>
    public TomlSection Allow(ImmutableArray<DataKey> keys)
    {
        var below = name.Length == 0 ? "" : name + ".";
        return Allow(
            [.. keys.Where(key => !key.IsTable && key.Table == name).Select(key => key.Name)],
            [.. keys.Where(key => key.IsTable && key.Table.StartsWith(below, StringComparison.Ordinal)).Select(key => key.Table[below.Length..]).Where(table => table.Length > 0 && !table.Contains('.', StringComparison.Ordinal))]);
    }

    /// <summary>The text of a key that must be there.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Missing(key);

    /// <summary>The text of a key, or null where it is absent.</summary>
    public string? OptionalText(string key) => Find<StringValueSyntax>(key, "a text")?.Value;

    /// <summary>The whole number of a key, or null where it is absent.</summary>
    public long? OptionalNumber(string key) => Find<IntegerValueSyntax>(key, "a whole number")?.Value;

    /// <summary>The whole number, above zero, of a key that must be there.</summary>
    public long PositiveNumber(string key)
    {
        var number = OptionalNumber(key) ?? throw Missing(key);
        return number > 0 ? number : throw Wrong(key, "must be above zero");
    }

    /// <summary>The day of a key that must be there.</summary>
    public DateOnly Day(string key)
    {
        var value = Find<DateTimeValueSyntax>(key, "a day such as 2010-05-21") ?? throw Missing(key);
        return value.Value.Kind == Tomlyn.TomlDateTimeKind.LocalDate
            ? DateOnly.FromDateTime(value.Value.DateTime.DateTime)
            : throw Wrong(key, "must be a day such as 2010-05-21, without a time");
    }

    /// <summary>The texts of a list, empty where the key is absent.</summary>
    public ImmutableArray<string> Texts(string key)
    {
        var list = Find<ArraySyntax>(key, "a list of texts");
        return list is null
            ? []
            : [.. list.Items.Select(item => item.Value is StringValueSyntax text ? text.Value! : throw Wrong(key, "must be a list of texts"))];
    }

    /// <summary>A table within this one that must be there.</summary>
    public TomlSection Section(string key) => OptionalSection(key) ?? throw Missing($"[{Qualified(key)}]");

    /// <summary>A table within this one, or null where it is absent.</summary>
    public TomlSection? OptionalSection(string key) => sections.GetValueOrDefault(key);

    /// <summary>An error at a key of this table.</summary>
    public PipelineException Wrong(string key, string complaint) =>
        Wrong(path, values.TryGetValue(key, out var value) ? value.Span.Start.Line : line, $"{Qualified(key)} {complaint}");

    private static PipelineException Wrong(string path, int line, string complaint) =>
        new(ExitCode.Recipe, "Recipe", $"{path}, line {line + 1}: {complaint}", "mend that line; README.md, \"Adding a release\", shows every key");

    private TomlSection Open(string dottedName, int at)
    {
        var section = this;
        foreach (var part in dottedName.Split('.'))
        {
            if (section.values.ContainsKey(part))
            {
                throw Wrong(path, at, $"'{dottedName}' is a value and a table");
            }

            if (!section.sections.TryGetValue(part, out var inner))
            {
                inner = new TomlSection(path, section.Qualified(part), at);
                section.sections.Add(part, inner);
            }

            section = inner;
        }

        return section;
    }

    private void Add(IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            var key = pair.Key!.ToString().Trim();
            if (!values.TryAdd(key, pair))
            {
                throw Wrong(path, pair.Span.Start.Line, $"'{Qualified(key)}' is given twice");
            }
        }
    }

    private T? Find<T>(string key, string kind)
        where T : ValueSyntax
    {
        if (!values.TryGetValue(key, out var pair))
        {
            return null;
        }

        return pair.Value as T ?? throw Wrong(key, $"must be {kind}");
    }

    private PipelineException Missing(string key) => Wrong(path, line, $"'{Qualified(key)}' is missing");

    private string Qualified(string key) => name.Length == 0 ? key : $"{name}.{key}";
}
