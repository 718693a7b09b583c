using System.Collections.Immutable;
using System.Globalization;
using Dom0Iptables.Binaries;
using Dom0Iptables.Compiling;
using Dom0Iptables.Failures;
using Dom0Iptables.Packaging;
using Dom0Iptables.Processes;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sandboxing;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Gates;

/// <summary>Reads and unpacks the packages that are to stand before the gates.</summary>
/// <param name="platform">What they must run on.</param>
/// <param name="recipes">The recipes they may have been made by.</param>
/// <param name="environment">The environment of the programs that examine them.</param>
/// <param name="scratch">A folder for the gates' own files; what was in it is gone afterwards.</param>
public sealed class SubjectReader(Platform platform, ImmutableArray<Recipe> recipes, BuildEnvironment environment, string scratch)
{
    /// <summary>Reads packages.</summary>
    /// <param name="packages">Their full paths.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PipelineException">One of them is not there (<see cref="ExitCode.Usage"/>) or no whole RPM (<see cref="ExitCode.Packaging"/>).</exception>
    public async Task<GateSubject> ReadAsync(ImmutableArray<string> packages, CancellationToken cancellationToken)
    {
        TreeCopy.Remove(scratch);
        Directory.CreateDirectory(scratch);
        var examined = ImmutableArray.CreateBuilder<ExaminedPackage>();
        foreach (var (index, path) in packages.Distinct(StringComparer.Ordinal).Index())
        {
            if (!File.Exists(path))
            {
                throw new PipelineException(ExitCode.Usage, GateSubject.Step, $"there is no package {path}", "name an existing file with --rpm");
            }

            var package = await RpmPackage.ReadAsync(GateSubject.Step, path, environment, cancellationToken);
            await RefuseDamagedAsync(path, cancellationToken);
            // Two packages may have one file name.
            var folder = Path.Combine(scratch, "unpacked", string.Create(CultureInfo.InvariantCulture, $"{index}-{package.FileName}"));
            Directory.CreateDirectory(folder);
            await RpmPayload.UnpackAsync(GateSubject.Step, path, folder, environment, cancellationToken);
            RefuseOtherPayload(package, folder);
            examined.Add(new ExaminedPackage(package, folder));
        }

        var found = examined.Where(package => !package.Rpm.IsSource)
            .SelectMany(package => package.Rpm.Files
                .Where(file => file is { IsRegular: true, IsGhost: false } && ElfReader.IsElf(package.PathOf(file)))
                .Select(file => (package, file)))
            .ToList();
        var elf = await ElfReader.ReadAsync(GateSubject.Step, found.Select(pair => pair.package.PathOf(pair.file)), environment, cancellationToken);
        var binaries = found.Zip(elf, (pair, read) => new PackagedBinary(pair.package.Rpm.FileName, pair.file.Path, read)).ToImmutableArray();
        var libraries = platform.AbiTable is { } table
            ? PlatformLibraries.OfTable(table)
            : await PlatformLibraries.OfThisMachineAsync(platform, binaries.SelectMany(binary => binary.Elf.Needed).Distinct(StringComparer.Ordinal), environment, cancellationToken);
        var loaderFolders = await LoaderConfiguration.FoldersAsync([.. examined.Where(package => !package.Rpm.IsSource)], environment, Path.Combine(scratch, "installed"), cancellationToken);
        return new GateSubject(platform, RecipeOf(examined), examined.ToImmutable(), binaries, libraries, loaderFolders, environment, scratch, Traces());
    }

    private Recipe? RecipeOf(IEnumerable<ExaminedPackage> packages) =>
        recipes.FirstOrDefault(recipe => packages.Any(package => package.Rpm.Name == recipe.Name && package.Rpm.Text("Version") == recipe.Version));

    private async Task RefuseDamagedAsync(string package, CancellationToken cancellationToken)
    {
        var check = environment.In("/", Command.Of("rpm", "--checksig", "--nosignature", package));
        var outcome = await ProcessRunner.CaptureAsync(GateSubject.Step, check, cancellationToken);
        if (!outcome.Succeeded)
        {
            throw new PipelineException(ExitCode.Packaging, GateSubject.Step, $"{package} is damaged or cut short: {(outcome.StandardOutput + outcome.StandardError).Replace(package + ": ", "", StringComparison.Ordinal).Trim()}", "make the package again, or name one that is whole", check.ToString(), outcome.ExitCode);
        }
    }

    // What the gates read is what the header names. A link in the way would have them read files of this machine instead.
    private static void RefuseOtherPayload(RpmPackage package, string folder)
    {
        foreach (var file in package.Files.Where(file => file is { IsRegular: true, IsGhost: false }))
        {
            var place = folder;
            var parts = file.Path.TrimStart('/').Split('/');
            foreach (var part in parts)
            {
                place = Path.Combine(place, part);
                if (new FileInfo(place).LinkTarget is not null)
                {
                    break;
                }
            }

            if (place != Path.Combine([folder, .. parts]) || parts.Contains("..") || !File.Exists(place) || new FileInfo(place).LinkTarget is not null)
            {
                throw new PipelineException(ExitCode.Packaging, GateSubject.Step, $"the payload of {package.FileName} has no ordinary file {file.Path}, which its header names", "make the package again");
            }
        }
    }

    // Short or common words would be found in any file.
    private ImmutableArray<(string What, string Text)> Traces()
    {
        const int shortest = 5;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return [.. new (string What, string Text)[]
        {
            ("the workspace that it was built in", Path.GetDirectoryName(environment.Home)!),
            ("the folder that a build sees it in", BuildSandbox.Place + "/"),
            ("this machine", Environment.MachineName),
            ("the home folder of the user who built it", home is "/root" or "/" ? "" : home),
            ("the user who built it", Environment.UserName is "root" or "nobody" ? "" : Environment.UserName),
        }.Where(trace => trace.Text.Length >= shortest && trace.Text is not ("localhost" or "debian"))];
    }
}
