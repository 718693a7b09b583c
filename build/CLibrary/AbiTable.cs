using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Failures;

namespace Dom0Iptables.CLibrary;

/// <summary>Everything that a C library exports. It is read off the real library: see the head of each table.</summary>
/// <param name="Symbols">The symbols in the order of the table.</param>
public sealed record AbiTable(ImmutableArray<AbiSymbol> Symbols)
{
    /// <summary>The sonames of the libraries, in the order of the table.</summary>
    public ImmutableArray<string> Libraries => [.. Symbols.Select(symbol => symbol.Library).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a table: library, symbol, version, kind, size, default or compat, parted by tabs.</summary>
    /// <exception cref="PipelineException">It cannot be read, or a line is not such a row (<see cref="ExitCode.Recipe"/>).</exception>
    public static AbiTable Read(string path)
    {
        try
        {
            var symbols = ImmutableArray.CreateBuilder<AbiSymbol>();
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length > 0 && !line.StartsWith('#'))
                {
                    symbols.Add(Parse(line) ?? throw Wrong($"{path}, line {number}: not a row of library, symbol, version, kind, size, default"));
                }
            }

            return symbols.Count > 0 ? new AbiTable(symbols.ToImmutable()) : throw Wrong($"{path} holds no symbol");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static AbiSymbol? Parse(string line)
    {
        var fields = line.Split('\t');
        AbiSymbolKind? kind = fields.Length != 6 ? null : fields[3] switch
        {
            "FUNC" => AbiSymbolKind.Function,
            "OBJECT" => AbiSymbolKind.Variable,
            "TLS" => AbiSymbolKind.ThreadLocal,
            _ => null,
        };
        return kind is not null
            && fields[2].StartsWith("GLIBC_", StringComparison.Ordinal)
            && int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && fields[5] is "default" or "compat"
            ? new AbiSymbol(fields[0], fields[1], fields[2], kind.Value, size, fields[5] == "default")
            : null;
    }

    private static PipelineException Wrong(string problem, Exception? cause = null) =>
        new(ExitCode.Recipe, "LinkLibrary", problem, "compare the table with the one in the repository", innerException: cause);
}
