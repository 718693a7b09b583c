using Dom0Iptables.Failures;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>--source and --source-sha256.</summary>
internal sealed class GivenSourceTests : FetchFixture
{
    [Test]
    public async Task A_file_is_taken_by_path_and_by_file_URL()
    {
        var path = Put("else where/x.tar", Archive);

        var byPath = await FetchAsync(Request() with { Given = path });
        var byAddress = await FetchAsync(Request() with { Given = new Uri(path).AbsoluteUri });

        Assert.That(byPath.Proof.IsRecipes, Is.True);
        Assert.That(byAddress.Path, Is.EqualTo(byPath.Path));
        Assert.That(path, Does.Exist);
    }

    [Test]
    public async Task Another_archive_is_refused_and_its_checksum_told()
    {
        var path = Put("x.tar", Other);

        var failure = await FailureOf(Request() with { Given = path });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain($"expected {Sha256(Archive)}, found {Sha256(Other)}"));
        Assert.That(failure.NextStep, Does.Contain($"--source-sha256={Sha256(Other)}"));
    }

    [Test]
    public async Task Another_archive_with_its_own_checksum_is_taken_and_said_to_be_another()
    {
        var path = Put("iptables-1.4.21.tar.gz", Other);

        var fetched = await FetchAsync(Request() with { Given = path, GivenSha256 = Sha256(Other).ToUpperInvariant() });

        Assert.That(File.ReadAllBytes(fetched.Path), Is.EqualTo(Other));
        Assert.That(fetched.FileName, Is.EqualTo("iptables-1.4.21.tar.gz"));
        Assert.That(fetched.Proof, Is.EqualTo(new SourceProof(ChecksumProof.OperatorSha256, false, null)));
        Assert.That(fetched.Proof.Statements, Has.One.Contains("not the recipe's archive"));
        Assert.That(Reporter.Warnings, Has.One.Contains("only --source-sha256 vouches"));
    }

    [Test]
    public async Task The_recipes_archive_stays_the_recipes_with_a_checksum_of_the_operators()
    {
        var path = Put("x.tar", Archive);

        var fetched = await FetchAsync(Request() with { Given = path, GivenSha256 = Sha256(Archive) });

        Assert.That(fetched.Proof, Is.EqualTo(new SourceProof(ChecksumProof.RecipeSha256, true, null)));
    }

    [Test]
    public async Task An_archive_that_is_not_what_the_operator_says_is_refused()
    {
        var path = Put("x.tar", Archive);

        var failure = await FailureOf(Request() with { Given = path, GivenSha256 = Sha256(Other) });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceMismatch));
        Assert.That(failure.Problem, Does.Contain($"expected {Sha256(Other)} (--source-sha256), found {Sha256(Archive)}"));
    }

    [Test]
    public async Task An_address_is_asked_once_and_no_other_place_after_it()
    {
        using var server = new LoopbackServer(exchange => exchange.AnswerAsync("404 Not Found", ""));
        Put($"sources/{FileName}", Archive);

        var failure = await FailureOf(Request() with { Given = server.Address("x.tar.bz2").ToString() });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.SourceUnavailable));
        Assert.That(failure.Problem, Does.Contain("404"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_archive_from_an_address_is_named_as_the_address_names_it()
    {
        using var server = new LoopbackServer(exchange => exchange.FileAsync(Other));

        var fetched = await FetchAsync(Request() with { Given = server.Address("files/iptables%201.tar.xz?x=1").ToString(), GivenSha256 = Sha256(Other) });

        Assert.That(fetched.FileName, Is.EqualTo("iptables 1.tar.xz"));
    }

    [Test]
    public async Task A_password_in_an_address_goes_to_the_server_and_nowhere_else()
    {
        using var server = new LoopbackServer(exchange => exchange.Header("Authorization") == "Basic bWU6cEBzcw=="
            ? exchange.FileAsync(Archive)
            : exchange.AnswerAsync("401 Unauthorized", ""));
        var address = $"http://me:p%40ss@127.0.0.1:{server.Port}/x.tar.bz2";

        var fetched = await FetchAsync(Request() with { Given = address });

        Assert.That(fetched.Origin, Is.EqualTo(server.Address("x.tar.bz2").ToString()));
        Assert.That(Reporter.Lines.Concat(Reporter.ProgressLines).Concat(Reporter.Warnings), Has.None.Contains("p%40ss"));
    }

    [TestCase("ftp://example.org/x.tar")]
    [TestCase("/nonexistent/x.tar")]
    [TestCase("")]
    [TestCase("http://")]
    [TestCase("file:///nonexistent/x.tar")]
    public async Task What_is_neither_file_nor_address_is_misuse(string given)
    {
        var failure = await FailureOf(Request() with { Given = given });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(failure.Problem, Does.Contain($"--source={given}"));
    }

    [Test]
    public async Task A_folder_is_misuse() =>
        Assert.That((await FailureOf(Request() with { Given = Folder.Path })).Problem, Does.Contain("is a folder"));

    [TestCase("abc")]
    [TestCase("zz6639a43be8325a4f8ea68123ffac236cb696e8c78501b64e8106afb008c87f")]
    public async Task A_checksum_that_is_none_is_misuse(string sha256)
    {
        var failure = await FailureOf(Request() with { Given = Put("x.tar", Archive), GivenSha256 = sha256 });

        Assert.That(failure.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(failure.Problem, Does.Contain("64 hex digits"));
    }

    [Test]
    public async Task A_checksum_without_a_source_is_misuse() =>
        Assert.That((await FailureOf(Request() with { GivenSha256 = Sha256(Archive) })).Code, Is.EqualTo(ExitCode.Usage));

    [Test]
    public async Task A_web_page_saved_as_an_archive_is_named_as_such()
    {
        var path = Put("x.tar", Text("<!DOCTYPE html><html><title>Not found</title></html>"));

        Assert.That((await FailureOf(Request() with { Given = path })).Problem, Does.Contain("it is a web page"));
    }
}
