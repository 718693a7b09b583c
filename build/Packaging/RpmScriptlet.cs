namespace Dom0Iptables.Packaging;

/// <summary>A program that rpm runs when a package comes or goes.</summary>
/// <param name="Moment">When, as a spec names it ("post").</param>
/// <param name="Interpreter">What runs it, with its arguments ("/bin/sh").</param>
/// <param name="Body">Its text; empty where the interpreter alone is run.</param>
public sealed record RpmScriptlet(string Moment, string Interpreter, string Body);
