using System.Security.Cryptography;
using Dom0Iptables.Failures;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>Where an archive is looked for, in which order, and what each place's archive must be.</summary>
internal sealed class PlacesTests : FetchFixture
{
    private static readonly string Sha1 = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Archive));
    private static readonly string Md5 = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Archive));

    [Test]
    public async Task The_places_are_asked_in_their_order()
    {
        using var mirror = new LoopbackServer(exchange => exchange.FileAsync(Archive));
        var request = Request(mirror.Address(FileName));

        var fromMirror = await FetchAsync(request);
        var fromCache = await FetchAsync(request);
        var sources = Put($"sources/{FileName}", Archive);
        var fromSources = await FetchAsync(request);
        var given = Put("elsewhere/release", Archive);
        var fromGiven = await FetchAsync(request with { Given = given });

        Assert.That(fromMirror.Origin, Is.EqualTo(mirror.Address(FileName).ToString()));
        Assert.That(fromCache.Origin, Does.StartWith("the cache"));
        Assert.That(fromSources.Origin, Is.EqualTo(sources));
        Assert.That(fromGiven.Origin, Is.EqualTo(given));
        Assert.That(mirror.Requests, Has.Count.EqualTo(1));
        foreach (var fetched in new[] { fromMirror, fromCache, fromSources, fromGiven })
        {
            Assert.That(WhereverAndWhenever(fetched), Is.EqualTo(WhereverAndWhenever(fromMirror)), "the place must not show in what is handed on");
            Assert.That(File.ReadAllBytes(fetched.Path), Is.EqualTo(Archive));
            Assert.That(fetched.FileName, Is.EqualTo(FileName));
        }

        static FetchedSource WhereverAndWhenever(FetchedSource fetched) => fetched with { Origin = "", Began = default, Seconds = 0 };
    }

    [Test]
    public async Task What_was_verified_is_told()
    {
        Put($"sources/{FileName}", Archive);

        var bySha256 = await FetchAsync(Request());
        var byOldSums = await FetchAsync(Request(RecipeOf(Archive) with { Sha256 = null, Sha1 = Sha1, Md5 = Md5.ToUpperInvariant(), Size = null }));

        Assert.That(bySha256.Proof, Is.EqualTo(new SourceProof(ChecksumProof.RecipeSha256, true, null)));
        Assert.That(bySha256.Proof.Statements, Is.EqualTo((string[])["SHA-256 is the recipe's", "size is the recipe's"]));
        Assert.That(byOldSums.Proof, Is.EqualTo(new SourceProof(ChecksumProof.RecipeMd5AndSha1, false, null)));
        Assert.That((byOldSums.Sha256, byOldSums.Sha1, byOldSums.Md5, byOldSums.Size), Is.EqualTo((Sha256(Archive), Sha1, Md5, Archive.LongLength)));
    }

    [TestCase("sha256")]
    [TestCase("sha1")]
    [TestCase("md5")]
    [TestCase("size")]
    public async Task Each_checksum_and_the_size_count_on_every_way_in(string wrong)
    {
        using var mirror = new LoopbackServer(exchange => exchange.FileAsync(Archive));
        var right = RecipeOf(Archive) with { Sha1 = Sha1, Md5 = Md5 };
        var zeros = new string('0', 64);
        var recipe = wrong switch
        {
            "sha256" => right with { Sha256 = zeros },
            "sha1" => right with { Sha1 = zeros[..40] },
            "md5" => right with { Md5 = zeros[..32] },
            _ => right with { Size = Archive.Length - 1 },
        };
        var file = Put("elsewhere/release", Archive);

        Assert.That((await FailureOf(Request(recipe) with { Given = file })).Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That((await FailureOf(Request(recipe) with { Given = mirror.Address(FileName).ToString() })).Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That((await FailureOf(Request(recipe with { Mirrors = [mirror.Address(FileName)] }))).Code, Is.EqualTo(ExitCode.SourceMismatch));
        Put($"sources/{FileName}", Archive);
        Assert.That((await FailureOf(Request(recipe))).Code, Is.EqualTo(ExitCode.SourceMismatch));

        // The same archive in the cache, under the name that the wrong recipe looks for.
        File.Delete(Folder.Of("sources", FileName));
        var entry = Put($"cache/archives/sha256-{recipe.Sha256}/{FileName}", Archive);
        Assert.That((await FailureOf(Request(recipe))).Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(entry, Does.Not.Exist);
        Assert.That(Reporter.Warnings, Has.Some.Contains("was damaged"));
    }

    [TestCase(null, null)]
    [TestCase("sha1", null)]
    [TestCase(null, "md5")]
    public async Task A_recipe_that_does_not_know_its_archive_is_refused(string? sha1, string? md5)
    {
        Put($"sources/{FileName}", Archive);
        var recipe = RecipeOf(Archive) with { Sha256 = null, Sha1 = sha1 is null ? null : Sha1, Md5 = md5 is null ? null : Md5 };

        var failure = await FailureOf(Request(recipe));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Recipe));
        Assert.That(failure.Message, Does.Contain("MD5 and SHA-1 count only together"));
    }

    [Test]
    public async Task A_damaged_archive_in_the_cache_is_replaced()
    {
        using var mirror = new LoopbackServer(exchange => exchange.FileAsync(Archive));
        var request = Request(mirror.Address(FileName));
        var entry = (await FetchAsync(request)).Path;
        File.WriteAllBytes(entry, Archive[..1000]);

        var again = await FetchAsync(request);

        Assert.That(File.ReadAllBytes(again.Path), Is.EqualTo(Archive));
        Assert.That(Reporter.Warnings, Has.One.Contains("was damaged").And.One.Contains("found 1000 bytes"));
    }

    [Test]
    public async Task A_wrong_archive_in_the_sources_folder_is_an_error_and_not_passed_over()
    {
        using var mirror = new LoopbackServer(exchange => exchange.FileAsync(Archive));
        var path = Put($"sources/{FileName}", Archive[..200_000]);

        var failure = await FailureOf(Request(mirror.Address(FileName)));

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Message, Does.Contain(path).And.Contain("too short").And.Contain("expected 300000 bytes, found 200000 bytes"));
        Assert.That(failure.NextStep, Does.Contain($"--source-sha256={Sha256(Archive[..200_000])}"));
        Assert.That(mirror.Requests, Is.Empty);
        Assert.That(path, Does.Exist, "the operator's own file is never touched");
    }

    [Test]
    public async Task Two_archives_of_one_name_do_not_meet_in_the_cache()
    {
        var path = Put($"sources/{FileName}", Archive);
        var first = await FetchAsync(Request());
        File.WriteAllBytes(path, Other);
        var second = await FetchAsync(Request(RecipeOf(Other)));

        Assert.That(File.ReadAllBytes(first.Path), Is.EqualTo(Archive));
        Assert.That(File.ReadAllBytes(second.Path), Is.EqualTo(Other));
    }

    [Test]
    public async Task Where_no_place_has_it_each_is_named_with_what_it_said_and_the_ways_on()
    {
        using var first = new LoopbackServer(exchange => exchange.AnswerAsync("404 Not Found", "no"));
        using var second = new LoopbackServer(exchange => exchange.AnswerAsync("403 Forbidden", "no"));

        var failure = await FailureOf(Request(first.Address(FileName), second.Address(FileName)) with { FallbackAdvice = "--allow-fallback to build 1.8.9 instead" });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(
            failure.Problem.Split(Environment.NewLine).Skip(1).Select(line => line.Trim()),
            Is.EqualTo((string[])
            [
                $"{Folder.Of("sources")}: no {FileName} there",
                "the cache: not there",
                $"{first.Address(FileName)}: HTTP 404 Not Found",
                $"{second.Address(FileName)}: HTTP 403 Forbidden",
            ]));
        Assert.That(failure.NextStep, Is.EqualTo($"put the archive as {FileName} into {Folder.Of("sources")}, or give --source=PATH|URL, or --allow-fallback to build 1.8.9 instead"));
    }

    [TestCase("")]
    [TestCase("../iptables.tar")]
    [TestCase("..")]
    public async Task A_recipe_cannot_lead_out_of_the_cache(string name) =>
        Assert.That((await FailureOf(Request(RecipeOf(Archive) with { FileName = name }))).Code, Is.EqualTo(ExitCode.Recipe));

    [Test]
    public async Task A_mirror_that_cannot_be_asked_is_the_recipes_fault() =>
        Assert.That((await FailureOf(Request(new Uri("ftp://ftp.example/x")))).Code, Is.EqualTo(ExitCode.Recipe));
}
