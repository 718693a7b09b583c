namespace Dom0Iptables.Gates;

/// <summary>One thing for which a gate refuses a package.</summary>
/// <param name="Where">The package, and the file and symbol in it ("iptables-1.4.8-1.i686.rpm /sbin/iptables memcpy@GLIBC_2.14").</param>
/// <param name="Problem">What is wrong with it, against which limit.</param>
/// <param name="NextStep">What to do.</param>
public sealed record GateFinding(string Where, string Problem, string NextStep);
