using System.Collections.Immutable;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>The same inputs give the same bytes, whoever builds, when, and how.</summary>
public sealed class SameBytesTests
{
    [Test]
    public void A_second_build_from_nothing_with_another_umask_clock_locale_home_and_number_of_jobs_gives_the_same_bytes()
    {
        var project = HelloProjects.Fresh();
        var manner = new Manner
        {
            Umask = "077",
            Variables = new Dictionary<string, string>
            {
                ["TZ"] = "Pacific/Kiritimati",
                ["LANG"] = "tr_TR.UTF-8",
                ["LC_ALL"] = "tr_TR.UTF-8",
                ["HOME"] = HelloProjects.Scratch(),
                ["USER"] = "somebody",
                ["CFLAGS"] = "-O0 -g",
                ["MAKEFLAGS"] = "--no-print-directory",
                ["CONFIG_SITE"] = "/nowhere",
            }.ToImmutableDictionary(),
        };

        project.Succeed(manner, "--jobs=1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
            Assert.That(
                Shell.Run(project.Artifacts, "find . ! -perm -044").Trim(),
                Is.Empty,
                "what is handed over can be read by all, whatever the umask was");
        }
    }

    [Test]
    public void An_ordinary_user_in_a_folder_of_his_own_gets_the_same_bytes_as_root()
    {
        var project = HelloProjects.OfNobody();

        project.Succeed(new Manner { AsNobody = true, Umask = "077" });

        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }

    [Test]
    public void Without_a_sandbox_the_packages_are_the_same_and_the_manifest_says_that_there_was_none()
    {
        var project = HelloProjects.Fresh();

        project.Succeed("--no-sandbox");

        var bytes = project.Bytes();
        using (Assert.EnterMultipleScope())
        {
            foreach (var package in HelloProjects.FirstBytes.Where(pair => pair.Key.EndsWith(".rpm", StringComparison.Ordinal)))
            {
                Assert.That(bytes[package.Key], Is.EqualTo(package.Value), package.Key);
            }

            Assert.That(File.ReadAllText(Path.Combine(project.Artifacts, "manifest.json")), Does.Contain("\"sandbox\": \"none\""));
        }
    }

    [Test]
    public void Nothing_in_the_archive_names_the_machine_it_was_built_on()
    {
        var project = HelloProjects.Built();
        var scratch = HelloProjects.Scratch();

        Shell.Run(scratch, $"tar xf {project.Artifacts}/hello-1.0-100521.tar.bz2");

        Assert.That(Shell.Run(scratch, "grep -rwl -e \"$(uname -n)\" -e \"$(uname -r)\" . ; true"), Is.Empty);
    }
}
