namespace Dom0Iptables.Gates;

/// <summary>A check of finished packages against their platform that can refuse them.</summary>
public interface IGate
{
    /// <summary>Its name, one word ("symbols").</summary>
    string Name { get; }

    /// <summary>Looks at the packages.</summary>
    /// <param name="subject">The packages and what they are held against.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken);
}
