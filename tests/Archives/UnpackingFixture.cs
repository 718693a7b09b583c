using System.Security.Cryptography;
using Dom0Iptables.Archives;
using Dom0Iptables.Failures;
using Dom0Iptables.Processes;

namespace Dom0Iptables.Tests.Archives;

/// <summary>A temporary folder with a place to unpack to, and a canary beside it that no archive may touch.</summary>
internal abstract class UnpackingFixture
{
    protected static readonly UnpackLimits Roomy = new(64 << 20, 10_000);

    private string[] _before = [];

    protected TemporaryFolder Temporary { get; private set; } = null!;

    protected string Destination => Temporary.Of("work", "source");

    [SetUp]
    public void MakeCanary()
    {
        Temporary = new TemporaryFolder();
        Temporary.Write("outside/canary", "alive\n");
        Temporary.Write("work/canary", "alive\n");
        Directory.CreateSymbolicLink(Temporary.Of("work", "way-out"), Temporary.Of("outside"));
    }

    [TearDown]
    public void Remove() => Temporary.Dispose();

    protected UnpackedTree Unpack(string archive, UnpackLimits? limits = null) =>
        new SourceUnpacker(giveToRoot: false).Unpack(archive, Destination, limits ?? Roomy, CancellationToken.None);

    protected UnpackedTree Unpack(TarBuilder tar, UnpackLimits? limits = null) => Unpack(tar.WriteTo(Temporary.Of("a.tar.gz")), limits);

    /// <summary>Unpacks, expects a refusal whose sentence holds the words, and sees that nothing else happened.</summary>
    protected void AssertRefused(string archive, string words, UnpackLimits? limits = null, ExitCode code = ExitCode.ArchiveRefused)
    {
        _before = Listing(Temporary.Path);
        var failure = Assert.Throws<PipelineException>(() => Unpack(archive, limits));
        Assert.Multiple(() =>
        {
            Assert.That(failure.Code, Is.EqualTo(code));
            Assert.That(failure.Step, Is.EqualTo("Unpack"));
            Assert.That(failure.Problem, Does.Contain(words));
            Assert.That(failure.Problem, Does.Contain(Path.GetFileName(archive)));
            Assert.That(failure.Problem.Any(char.IsControl), Is.False, "a control character would reach the terminal");
            Assert.That(Listing(Temporary.Path), Is.EqualTo(_before), "something was written or left");
        });
    }

    protected void AssertRefused(TarBuilder tar, string words, UnpackLimits? limits = null) =>
        AssertRefused(tar.WriteTo(Temporary.Of("a.tar.gz")), words, limits);

    /// <summary>Everything below a folder: name, kind, mode, second of modification, link target and content.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="folderTimes">Whether the folders' own times count: making and removing something inside changes them.</param>
    protected static string[] Listing(string folder, bool folderTimes = false) =>
        [.. All(new DirectoryInfo(folder))
            .Select(info => Describe(folder, info, folderTimes))
            .Order(StringComparer.Ordinal)];

    protected static string Run(string program, params string[] arguments) => RunIn(null, program, arguments);

    protected static string RunIn(string? folder, string program, params string[] arguments)
    {
        var outcome = ProcessRunner.CaptureAsync("Test", Command.Of(program, [.. arguments]) with { WorkingDirectory = folder }, CancellationToken.None).GetAwaiter().GetResult();
        Assert.That(outcome.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {outcome.StandardError}");
        return outcome.StandardOutput;
    }

    protected static void RequireTool(string program)
    {
        if (ProcessRunner.FindOnPath(program) is null)
        {
            Assert.Ignore($"{program} is not on this machine");
        }
    }

    // EnumerateFileSystemInfos would go through links on its own way down.
    private static IEnumerable<FileSystemInfo> All(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos().SelectMany(info => info is DirectoryInfo { LinkTarget: null } inner ? All(inner).Prepend(info) : [info]);

    private static string Describe(string folder, FileSystemInfo info, bool folderTimes)
    {
        var name = Path.GetRelativePath(folder, info.FullName);
        var time = new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeSeconds();
        if (info.LinkTarget is not null)
        {
            return $"{name} -> {info.LinkTarget} {time}";
        }

        var mode = Convert.ToString((int)info.UnixFileMode, 8);
        return info is DirectoryInfo
            ? $"{name}/ {mode}{(folderTimes ? $" {time}" : "")}"
            : $"{name} {mode} {time} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(info.FullName)))}";
    }
}
