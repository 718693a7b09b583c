using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

public sealed class FallbackTests
{
    [Test]
    public void A_source_that_cannot_be_reached_is_an_error_that_names_the_three_ways_on()
    {
        var project = WithUnreachableRelease();

        project.Run("--recipe=hello-2.0").MustFail(ExitCode.SourceUnavailable, $"put the archive as hello-2.0.tar.gz into {project.Of("sources")}", "--source=PATH|URL", "--allow-fallback, which builds hello-1.0 instead");
        Assert.That(Directory.Exists(project.Of("artifacts", "hello-2.0", "native")), Is.False);
    }

    [Test]
    public void The_fallback_is_built_where_it_is_allowed_and_nobody_can_miss_it()
    {
        var project = WithUnreachableRelease();

        var run = project.Succeed("--recipe=hello-2.0", "--allow-fallback");

        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Artifacts, "manifest.json")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Error, Does.Contain("Warning: No source of hello 2.0 can be reached: building hello-1.0 instead, because of --allow-fallback."));
            Assert.That(run.Output, Does.Contain("\nBuilt hello 1.0 for native  (INSTEAD OF hello-2.0, whose source cannot be reached)"));
            Assert.That(manifest.RootElement.GetProperty("requestedRecipe").GetString(), Is.EqualTo("hello-2.0"));
            Assert.That(manifest.RootElement.GetProperty("recipe").GetString(), Is.EqualTo("hello-1.0"));
            Assert.That(Directory.Exists(project.Of("artifacts", "hello-2.0")), Is.False);
        }
    }

    [Test]
    public void A_wrong_source_is_no_reason_for_the_fallback()
    {
        var project = WithUnreachableRelease();
        File.WriteAllText(project.Of("sources", "hello-2.0.tar.gz"), "not the release");

        project.Run("--recipe=hello-2.0", "--allow-fallback").MustEndWith(ExitCode.SourceMismatch);
    }

    [Test]
    public void An_unreachable_fallback_is_an_error_of_its_own()
    {
        var project = WithUnreachableRelease();
        File.Delete(project.Source);
        Directory.Delete(project.Cache, recursive: true);

        project.Run("--recipe=hello-2.0", "--allow-fallback").MustFail(ExitCode.SourceUnavailable, HelloRelease.Archive);
    }

    // The fallback has been built already: what is shown here is the choice.
    private static HelloProject WithUnreachableRelease()
    {
        var project = HelloProjects.Built();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = ((IPEndPoint)listener.LocalEndpoint).Port;
        File.WriteAllText(
            project.Of("recipes", "hello-2.0.toml"),
            File.ReadAllText(project.Recipe)
                .Replace("version = \"1.0\"", "version = \"2.0\"\nfallback = \"hello-1.0\"", StringComparison.Ordinal)
                .Replace("hello-1.0.tar.gz", "hello-2.0.tar.gz", StringComparison.Ordinal)
                .Replace("127.0.0.1:9/", $"127.0.0.1:{closed}/", StringComparison.Ordinal));
        return project;
    }
}
