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
    public void An_ordinary_user_in_a_folder_of_his_own_gets_the_same_packages_as_root()
    {
        var project = HelloProjects.OfNobody();

        project.Succeed(new Manner { AsNobody = true, Umask = "077" });

        var bytes = project.Bytes();
        using (Assert.EnterMultipleScope())
        {
            foreach (var package in HelloProjects.FirstBytes.Where(pair => pair.Key.EndsWith(".rpm", StringComparison.Ordinal)))
            {
                Assert.That(bytes[package.Key], Is.EqualTo(package.Value), package.Key);
            }

            Assert.That(bytes["error.log"], Is.EqualTo(HelloProjects.FirstBytes["error.log"]));
        }
    }

    [Test]
    public void The_archive_differs_between_two_folders_only_where_configure_has_written_the_folder_s_name()
    {
        var there = HelloProjects.OfNobody();
        there.Succeed(new Manner { AsNobody = true }, "--target=Archive");
        var here = HelloProjects.Built();
        var scratch = HelloProjects.Scratch();

        Shell.Run(scratch, $"mkdir here there && tar xf {here.Artifacts}/hello-1.0-100521.tar.bz2 -C here && tar xf {there.Workspace}/archive/hello-1.0-100521.tar.bz2 -C there");
        var different = Shell.Run(scratch, "diff --brief --recursive here there | sed 's/.* and there.hello-1.0.//; s/ differ//'; true");
        Shell.Run(scratch, $"grep -rlZ {here.Folder} here | xargs -0 sed -i 's|{here.Folder}|FOLDER|g'; grep -rlZ {there.Folder} there | xargs -0 sed -i 's|{there.Folder}|FOLDER|g'");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(different.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.SubsetOf(new[] { "Makefile", "config.status" }));

            // config.status breaks its long lines by their length, and so elsewhere for a folder of a longer name.
            Assert.That(Shell.Run(scratch, "diff --recursive --exclude=config.status here there"), Is.Empty);
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
