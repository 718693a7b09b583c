using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dom0Iptables.CLibrary;

/// <summary>
/// Writes the source of a shared library that exports what the platform's own exports, each symbol at its version, and
/// does nothing: enough for a linker to bind to, and to refuse what is not there.
/// </summary>
public static class StubSource
{
    // Variables that are one place under several names in glibc (weak names of the first). A program that has its own
    // copy of one must have it under all of them, or the library and the program look at different places.
    private static readonly ImmutableArray<ImmutableArray<string>> OnePlace =
    [
        ["__environ", "environ", "_environ"],
        ["__tzname", "tzname"],
        ["__timezone", "timezone"],
        ["__daylight", "daylight"],
        ["__progname", "program_invocation_short_name"],
        ["__progname_full", "program_invocation_name"],
        ["_sys_errlist", "sys_errlist"],
        ["_sys_nerr", "sys_nerr"],
        ["_sys_siglist", "sys_siglist"],
    ];

    /// <summary>The assembly of one library.</summary>
    /// <param name="symbols">Its symbols.</param>
    public static string Assembly(ImmutableArray<AbiSymbol> symbols)
    {
        var text = new StringBuilder("\t.text\nnothing:\n\tret\n");
        var places = symbols
            .Select((symbol, index) => (symbol, label: string.Create(CultureInfo.InvariantCulture, $"stub_{index}")))
            .GroupBy(pair => pair.symbol.Kind == AbiSymbolKind.Function ? pair.label : Place(pair.symbol), StringComparer.Ordinal);
        foreach (var place in places)
        {
            var (first, label) = place.First();
            switch (first.Kind)
            {
                case AbiSymbolKind.Function:
                    text.Append($"\t.text\n\t.globl {label}\n\t.type {label}, @function\n{label}:\n\tret\n\t.size {label}, 1\n");
                    break;
                case AbiSymbolKind.Variable:
                    Space(text, ".bss", place, "@object");
                    break;
                default:
                    Space(text, ".section .tbss, \"awT\", @nobits", place, "@tls_object");
                    break;
            }

            foreach (var (symbol, own) in place)
            {
                text.Append(CultureInfo.InvariantCulture, $"\t.symver {own}, {symbol.Name}{(symbol.IsDefault ? "@@" : "@")}{symbol.Version}\n");
            }
        }

        return text.Append("\t.section .note.GNU-stack, \"\", @progbits\n").ToString();
    }

    /// <summary>The version script of one library: its versions in their order, each upon the one before it.</summary>
    /// <param name="symbols">Its symbols.</param>
    public static string VersionScript(ImmutableArray<AbiSymbol> symbols)
    {
        var text = new StringBuilder();
        string? before = null;
        foreach (var version in symbols.Select(symbol => symbol.Version).Distinct(StringComparer.Ordinal).OrderBy(Number))
        {
            text.Append(CultureInfo.InvariantCulture, $"{version} {{{(before is null ? " local: stub_*; nothing;" : "")} }}{(before is null ? "" : " " + before)};\n");
            before = version;
        }

        return text.ToString();
    }

    private static Version Number(string version) => Version.Parse(version["GLIBC_".Length..]);

    // Equal places get equal names; versions of one variable that differ in size are different places.
    private static string Place(AbiSymbol symbol)
    {
        var group = OnePlace.FirstOrDefault(names => names.Contains(symbol.Name));
        return string.Create(CultureInfo.InvariantCulture, $"{(group.IsDefault ? symbol.Name : group[0])} {symbol.Version} {symbol.Size} {symbol.IsDefault}");
    }

    private static void Space(StringBuilder text, string section, IEnumerable<(AbiSymbol Symbol, string Label)> place, string type)
    {
        text.Append(CultureInfo.InvariantCulture, $"\t{section}\n\t.balign 32\n");
        var size = Math.Max(1, place.First().Symbol.Size);
        foreach (var (index, (_, label)) in place.Index())
        {
            // The linker takes the strong name among weak ones for the place's own.
            text.Append(CultureInfo.InvariantCulture, $"\t{(index == 0 ? ".globl" : ".weak")} {label}\n\t.type {label}, {type}\n\t.size {label}, {size}\n{label}:\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\t.zero {size}\n");
    }
}
