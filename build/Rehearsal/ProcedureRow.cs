using System.Collections.Immutable;
using Dom0Iptables.Text;

namespace Dom0Iptables.Rehearsal;

/// <summary>A row of the hand procedure, which a rehearsal's checks are told by.</summary>
/// <param name="Row">Its number ("S17").</param>
/// <param name="Text">What the administrator did.</param>
/// <param name="Step">The step of the pipeline that does it on the maintenance machine; null for what is seen on dom0 only.</param>
public sealed record ProcedureRow(string Row, string Text, string? Step)
{
    /// <summary>All rows in their order.</summary>
    public static ImmutableArray<ProcedureRow> All { get; } = Read();

    private static ImmutableArray<ProcedureRow> Read()
    {
        return
        [
            .. EmbeddedFiles.Read("procedure.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(fields => new ProcedureRow(fields[0], fields[1], fields[2].Length > 0 ? fields[2] : null)),
        ];
    }
}
