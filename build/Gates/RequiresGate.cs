using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Gates;

/// <summary>What the packages require, the platform's base system or the packages themselves provide.</summary>
public sealed partial class RequiresGate : IGate
{
    /// <inheritdoc/>
    public string Name => "requires";

    /// <inheritdoc/>
    public async Task<GateVerdict> ExamineAsync(GateSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Platform.Limits.Base is not { } path)
        {
            return GateVerdict.Unchecked(Name, "the platform names no base system");
        }

        var baseSystem = BaseSystem.Read(path);
        var required = subject.Installed
            .SelectMany(package => package.Rpm.Requires.Select(dependency => (package.Rpm, dependency)))
            .Where(pair => !pair.dependency.Name.StartsWith("rpmlib(", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        var findings = ImmutableArray.CreateBuilder<GateFinding>();
        foreach (var (package, dependency) in required)
        {
            if (await ComplaintAsync(subject, baseSystem, dependency, cancellationToken) is { } complaint)
            {
                findings.Add(new GateFinding($"{package.FileName} requires {dependency}", complaint, "have a package of the set provide it, or do without; what the base system has and its table lacks belongs into platforms/base/"));
            }
        }

        return new GateVerdict(Name, $"{required.Select(pair => pair.dependency).Distinct().Count()} requirements", $"{baseSystem.Name} and the packages themselves", findings.ToImmutable());
    }

    private static async Task<string?> ComplaintAsync(GateSubject subject, BaseSystem baseSystem, RpmDependency dependency, CancellationToken cancellationToken)
    {
        var name = dependency.Name;
        if (SonamePattern().Match(name) is { Success: true } soname && subject.Libraries.Has(soname.Groups[1].Value))
        {
            var version = soname.Groups[2].Value;
            return version.Length == 0 || subject.Libraries.HasVersion(soname.Groups[1].Value, version) ? null : $"{subject.Libraries.Name} has the library, not the version";
        }

        // What has no version satisfies no requirement that names one.
        var provided = subject.Installed.SelectMany(package => package.Rpm.Provides).Where(provide => provide.Name == name).Select(provide => provide.Version).ToList();
        if (baseSystem.Versions.TryGetValue(name, out var versionOfBase))
        {
            provided.Add(versionOfBase);
        }

        if (baseSystem.Provides.Contains(name) || baseSystem.FileOwners.Contains(name) || baseSystem.FolderOwners.Contains(name) || subject.Installed.Any(package => package.Rpm.Files.Any(file => file.Path == name)))
        {
            provided.Add("");
        }

        if (provided.Count == 0)
        {
            return "nothing provides it";
        }

        if (dependency.Comparison.Length == 0)
        {
            return null;
        }

        foreach (var version in provided.Where(version => version.Length > 0))
        {
            if (Holds(await CompareAsync(subject, version, dependency.Version, cancellationToken), dependency.Comparison))
            {
                return null;
            }
        }

        return $"there is {string.Join(", ", provided.Select(version => version.Length == 0 ? "one without a version" : version))} only";
    }

    private static bool Holds(int order, string comparison) =>
        (order < 0 && comparison.Contains('<', StringComparison.Ordinal))
        || (order > 0 && comparison.Contains('>', StringComparison.Ordinal))
        || (order == 0 && comparison.Contains('=', StringComparison.Ordinal));

    // rpm's own comparison. Where one of them names no release, releases do not count; no epoch is epoch 0.
    private static async Task<int> CompareAsync(GateSubject subject, string provided, string required, CancellationToken cancellationToken)
    {
        var (left, right) = (WithoutEpochZero(provided), WithoutEpochZero(required));
        if (!left.Contains('-', StringComparison.Ordinal) || !right.Contains('-', StringComparison.Ordinal))
        {
            (left, right) = (left.Split('-')[0], right.Split('-')[0]);
        }

        // They become part of a macro, so they may hold nothing that rpm or Lua would read.
        if (!VersionPattern().IsMatch(left) || !VersionPattern().IsMatch(right))
        {
            return string.CompareOrdinal(left, right);
        }

        var question = subject.Environment.In("/", Command.Of("rpm", "--eval", $"%{{lua:print(rpm.vercmp('{left}','{right}'))}}"));
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, question, cancellationToken);
        return int.TryParse(outcome.StandardOutput.Trim(), out var order) ? order : string.CompareOrdinal(left, right);
    }

    private static string WithoutEpochZero(string version) => version.StartsWith("0:", StringComparison.Ordinal) ? version[2..] : version;

    [GeneratedRegex(@"^(.+?\.so[.0-9]*)(?:\(([^)]*)\)(?:\(64bit\))?)?$")]
    private static partial Regex SonamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._+~^:-]+\z")]
    private static partial Regex VersionPattern();
}
