namespace Dom0Iptables.Tests.Archives;

/// <summary>An entry as the generator draws it, before it is given its bytes.</summary>
/// <param name="Kind">What it tries.</param>
/// <param name="Pick">Which of the names of that kind it takes.</param>
/// <param name="Form">How its name is told: in the header, by GNU's long name, by PAX, or by ustar's prefix.</param>
internal readonly record struct HostileEntry(HostileKind Kind, int Pick, int Form);
