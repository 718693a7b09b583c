using System.Security.Cryptography;
using System.Text;
using Dom0Iptables.Failures;
using Dom0Iptables.Recipes;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>An archive, its recipe and the folders of a run, in a temporary place; and a fetcher that loses no time.</summary>
internal abstract class FetchFixture
{
    protected const string FileName = "iptables-1.4.8.tar.bz2";

    protected static readonly FetchSettings Quick = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        StallTimeout = TimeSpan.FromSeconds(5),
        FirstPause = TimeSpan.FromMilliseconds(4),
        LongestPause = TimeSpan.FromMilliseconds(20),
        ProgressInterval = TimeSpan.Zero,
    };

    /// <summary>The bytes of the release: no real bzip2, since nobody looks inside here.</summary>
    protected static readonly byte[] Archive = MakeBytes(300_000, 8);

    protected static readonly byte[] Other = MakeBytes(300_000, 9);

    protected TemporaryFolder Folder { get; private set; } = null!;

    protected ReporterSpy Reporter { get; private set; } = null!;

    protected string Cache => Folder.Of("cache");

    [SetUp]
    public void MakeFolder()
    {
        Folder = new TemporaryFolder();
        Reporter = new ReporterSpy();
        Directory.CreateDirectory(Folder.Of("sources"));
    }

    [TearDown]
    public void RemoveFolder() => Folder.Dispose();

    protected static byte[] MakeBytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    protected static SourceRecipe RecipeOf(byte[] archive, params Uri[] mirrors) =>
        new(FileName, Sha256(archive), null, null, archive.Length, [.. mirrors], null, null, null, 1 << 30, 10_000);

    protected SourceRequest Request(SourceRecipe recipe) => new()
    {
        Recipe = recipe,
        ProjectFolder = Folder.Path,
        SourcesFolder = Folder.Of("sources"),
        CacheFolder = Cache,
        WorkFolder = Folder.Of("work"),
    };

    protected SourceRequest Request(params Uri[] mirrors) => Request(RecipeOf(Archive, mirrors));

    protected async Task<FetchedSource> FetchAsync(SourceRequest request, FetchSettings? settings = null, SocketsHttpHandler? transport = null)
    {
        using var fetcher = new SourceFetcher(Reporter, settings ?? Quick, transport);
        return await fetcher.FetchAsync(request, TestContext.CurrentContext.CancellationToken);
    }

    protected async Task<PipelineException> FailureOf(SourceRequest request, FetchSettings? settings = null, SocketsHttpHandler? transport = null)
    {
        try
        {
            await FetchAsync(request, settings, transport);
        }
        catch (PipelineException exception)
        {
            // Whatever goes wrong: nothing is in the cache but what is whole.
            Assert.That(ArchivesInCache(), Is.Empty, "a failed fetch left an archive in the cache");
            return exception;
        }

        throw new AssertionException("the fetch was expected to fail");
    }

    protected string[] ArchivesInCache() =>
        Directory.Exists(Path.Combine(Cache, "archives")) ? Directory.GetFiles(Path.Combine(Cache, "archives"), "*", SearchOption.AllDirectories) : [];

    protected string Put(string name, byte[] bytes)
    {
        var path = Folder.Of(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    protected static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
