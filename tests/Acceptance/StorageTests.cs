using System.Globalization;
using Dom0Iptables.Failures;

namespace Dom0Iptables.Tests.Acceptance;

/// <summary>A disk that is full or may not be written to is one clear error at every step, and with room the run goes on to the same bytes.</summary>
public sealed class StorageTests
{
    private HelloProject project = null!;
    private string disk = "";

    [SetUp]
    public void Take()
    {
        HelloProjects.OnlyAsRoot();
        project = HelloProjects.Fresh();
    }

    [TearDown]
    public void Unmount()
    {
        if (disk.Length > 0)
        {
            Shell.Run("/", $"umount {disk}");
            disk = "";
        }
    }

    [Test]
    public void A_disk_too_small_for_a_run_is_one_clear_error_wherever_it_ends([Values(200, 400, 700, 900)] int kibibytes)
    {
        Mount("workspace", $"size={kibibytes.ToString(CultureInfo.InvariantCulture)}k");

        MustLackRoom(project.Run());

        Shell.Run("/", $"mount -o remount,size=100m {disk}");
        MustGoOn();
    }

    [TestCase("Unpack", "Fetch")]
    [TestCase("Patch", "Unpack")]
    [TestCase("Configure", "Patch")]
    [TestCase("Make", "Configure")]
    [TestCase("Stage", "Make")]
    [TestCase("Archive", "Make")]
    [TestCase("Rpm", "Stage")]
    [TestCase("Srpm", "Fetch")]
    [TestCase("Gate", "Rpm,Srpm")]
    [TestCase("Assemble", "Archive,Gate")]
    public void A_disk_that_is_full_at_a_step_is_told_and_with_room_the_run_goes_on(string step, string before)
    {
        Mount("workspace", "size=100m");
        project.Succeed([.. before.Split(',').Select(task => $"--target={task}")]);
        Fill();

        var run = project.Run($"--target={step}", "--exclusive");

        MustLackRoom(run);
        Assert.That(run.Error, Does.Contain($"{step}: "), "the step is named");
        File.Delete(Path.Combine(disk, "filling"));
        MustGoOn();
    }

    [Test]
    public void Artifacts_that_find_no_room_are_as_they_were_before()
    {
        project.Succeed();
        Mount("artifacts", "size=60k");

        MustLackRoom(project.Run());

        Assert.That(Directory.Exists(project.Artifacts), Is.False);
        Shell.Run("/", $"mount -o remount,size=100m {disk}");
        MustGoOn();
    }

    [TestCase("workspace")]
    [TestCase("artifacts")]
    public void A_place_that_may_only_be_read_is_told(string place)
    {
        Mount(place, "size=100m");
        Shell.Run("/", $"mount -o remount,ro {disk}");

        project.Run().MustFail(ExitCode.Storage, "Read-only file system");

        Shell.Run("/", $"mount -o remount,rw {disk}");
        MustGoOn();
    }

    [Test]
    public void A_cache_without_room_is_told()
    {
        disk = Directory.CreateDirectory(project.Cache).FullName;
        Shell.Run("/", $"mount -t tmpfs -o size=16k small {disk}");

        MustLackRoom(project.Run());

        Shell.Run("/", $"mount -o remount,size=100m {disk}");
        MustGoOn();
    }

    private void Mount(string place, string options)
    {
        disk = Directory.CreateDirectory(project.Of(place)).FullName;
        Shell.Run("/", $"mount -t tmpfs -o {options} small {disk}");
    }

    // To the last page: a file that grows by one byte finds none.
    private void Fill() => Shell.Run("/", $"cat /dev/zero > {disk}/filling 2>/dev/null; true");

    private static void MustLackRoom(PipelineRun run)
    {
        run.MustEndWith(ExitCode.Storage);
        Assert.That(run.Error, Does.Contain("No space left on device").Or.Contain("is full"), run.Output);
        Assert.That(run.Error, Does.Not.Contain("   at Dom0Iptables"), "an error, not a stack of calls");
    }

    private void MustGoOn()
    {
        project.Succeed();
        Assert.That(project.Bytes(), Is.EqualTo(HelloProjects.FirstBytes));
    }
}
