using System.Collections.Immutable;
using Dom0Iptables.Handover;
using Dom0Iptables.Provenance;

namespace Dom0Iptables.Tests.Provenance;

/// <summary>A release as a run hands it over: packages, a source package, a built tree, and a package of dom0's own files.</summary>
internal static class SampleRelease
{
    public static BuildFacts Facts { get; } = new(
        [new Uri("https://www.netfilter.org/projects/iptables/files/iptables-1.4.8.tar.bz2"), new Uri("https://ftp.netfilter.org/pub/iptables/iptables-1.4.8.tar.bz2")],
        null,
        null,
        null,
        "100521",
        [
            new("iptables-1.4.8-1.i686.rpm", "iptables", "1.4.8-1", "i686", "GPLv2+", "iptables-1.4.8-1.src.rpm"),
            new("iptables-1.4.8-1.src.rpm", "iptables", "1.4.8-1", "src", "GPLv2+", "iptables-1.4.8-1.src.rpm"),
            new("iptables-devel-1.4.8-1.i686.rpm", "iptables-devel", "1.4.8-1", "i686", "GPLv2+", "iptables-1.4.8-1.src.rpm"),
            new("iptables-dom0-0.2.0-1.noarch.rpm", "iptables-dom0", "0.2.0-1", "noarch", "Do with it what you like", "iptables-dom0-0.2.0-1.src.rpm"),
            new("iptables-dom0-0.2.0-1.src.rpm", "iptables-dom0", "0.2.0-1", "src", "Do with it what you like", "iptables-dom0-0.2.0-1.src.rpm"),
        ],
        [Material("0001-first.patch"), Material("0002-second.patch"), Material("iptables-1.4.8.spec")],
        [Material("iptables-dom0.spec"), Material("dom0/etc/sysconfig/iptables-config")]);

    public static Manifest Manifest { get; } = new(
        SchemaVersion: 1,
        RequestedRecipe: "iptables-1.4.8",
        Recipe: "iptables-1.4.8",
        Name: "iptables",
        Version: "1.4.8",
        Platform: "el5-i686",
        SourceDateEpoch: 1274400000,
        Source: new ManifestSource("iptables-1.4.8.tar.bz2", 500_000, Hex("archive", 64), Hex("archive", 40), Hex("archive", 32), ["SHA-1 and MD5 are the recipe's"], true),
        Patches: [File("0001-first.patch"), File("0002-second.patch")],
        Spec: File("iptables-1.4.8.spec"),
        ConfigureArguments: ["CFLAGS=-O2 -march=pentium3", "--enable-devel"],
        Sandbox: "bubblewrap",
        Environment: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("LC_ALL", "C"), KeyValuePair.Create("TZ", "UTC")]),
        Tools: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("gcc", "gcc (Debian 12.2.0-14+deb12u1) 12.2.0"), KeyValuePair.Create("rpmbuild", "RPM version 4.18.0")]),
        Warnings: ImmutableSortedDictionary<string, int>.Empty,
        Gates: [],
        Artifacts: [.. Facts.Packages.Select(package => File(package.File)), File("iptables-1.4.8-100521.tar.bz2")]);

    /// <summary>A file whose checksum is made of its name.</summary>
    public static ManifestFile File(string name) => new(name, 1000, Hex(name, 64));

    public static MaterialFile Material(string name) => new(name, Hex(name, 64), Hex(name, 40));

    private static string Hex(string text, int digits) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..digits];
}
