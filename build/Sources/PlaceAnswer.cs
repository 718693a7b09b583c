namespace Dom0Iptables.Sources;

/// <summary>What came of asking one place.</summary>
/// <param name="Place">The place, for people.</param>
/// <param name="Said">What it said.</param>
/// <param name="WrongBytes">Whether it gave an archive that is not the recipe's.</param>
internal sealed record PlaceAnswer(string Place, string Said, bool WrongBytes);
