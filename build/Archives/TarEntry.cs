namespace Dom0Iptables.Archives;

/// <summary>An entry as the archive tells it, with PAX and GNU extensions applied and nothing judged yet.</summary>
/// <param name="Name">Its full name, decoded from UTF-8.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="LinkTarget">Where a link leads; empty for files and folders.</param>
/// <param name="Size">How many bytes of data follow.</param>
/// <param name="Mode">The permission bits, with setuid, setgid and sticky.</param>
/// <param name="Time">The time of modification, in seconds since 1970.</param>
internal sealed record TarEntry(string Name, TarEntryKind Kind, string LinkTarget, long Size, int Mode, long Time);
