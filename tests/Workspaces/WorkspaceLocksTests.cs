using System.Diagnostics;
using Dom0Iptables.Failures;
using Dom0Iptables.Tests.Processes;
using Dom0Iptables.Workspaces;

namespace Dom0Iptables.Tests.WorkspaceFolders;

/// <summary>One workspace, one run; and a dead run holds nothing.</summary>
internal sealed class WorkspaceLocksTests
{
    private TemporaryFolder temporary = null!;
    private Workspace workspace = null!;

    private string LockFile => Path.Combine(workspace.Folder, "lock");

    [SetUp]
    public void MakeFolder()
    {
        temporary = new TemporaryFolder();
        Tool.Require("flock");
        workspace = new Workspace(temporary.Of("workspace", "iptables-1.4.8", "i686"));
    }

    [TearDown]
    public void RemoveFolder() => temporary.Dispose();

    [Test]
    public void Another_process_cannot_take_what_is_held_and_reads_who_holds_it()
    {
        using (var locks = Locks())
        {
            locks.Take(workspace);
            locks.Take(workspace);

            Assert.Multiple(() =>
            {
                Assert.That(TakenByAnother(), Is.False);
                Assert.That(File.ReadAllText(LockFile + ".owner"), Is.EqualTo($"process {Environment.ProcessId}"));
            });
        }

        Assert.That(TakenByAnother(), Is.True, "free once the run has ended");
    }

    [Test]
    public void What_another_process_holds_is_refused_by_its_name_until_that_is_dead()
    {
        Directory.CreateDirectory(workspace.Folder);
        using var holder = Hold("echo \"process $$\" > lock.owner; ");
        try
        {
            using var locks = Locks();
            var failure = Assert.Throws<PipelineException>(() => locks.Take(workspace));

            Assert.Multiple(() =>
            {
                Assert.That((int)failure.Code, Is.EqualTo(16));
                Assert.That(failure.Problem, Is.EqualTo($"process {holder.Id} works in {workspace.Folder}"));
                Assert.That(failure.NextStep, Does.Contain("wait until it has ended"));
            });

            holder.Kill();
            holder.WaitForExit();
            Assert.That(() => locks.Take(workspace), Throws.Nothing);
        }
        finally
        {
            holder.Kill();
        }
    }

    [Test]
    public void A_holder_without_a_name_is_another_process()
    {
        Directory.CreateDirectory(workspace.Folder);
        using var holder = Hold("");
        try
        {
            using var locks = Locks();
            Assert.That(Assert.Throws<PipelineException>(() => locks.Take(workspace)).Problem, Does.StartWith("another process works in "));
        }
        finally
        {
            holder.Kill();
        }
    }

    [Test]
    public void A_child_that_outlives_the_run_does_not_keep_its_lock()
    {
        var locks = Locks();
        locks.Take(workspace);
        using var child = Process.Start("sleep", "30");
        locks.Dispose();

        var free = TakenByAnother();
        child.Kill();

        Assert.That(free, Is.True);
    }

    [Test]
    public void Two_workspaces_are_held_side_by_side()
    {
        using var one = Locks();
        using var other = Locks();
        one.Take(workspace);

        Assert.That(() => other.Take(new Workspace(temporary.Of("workspace", "iptables-1.4.8", "native"))), Throws.Nothing);
    }

    [Test]
    public void Whoever_waits_is_told_for_whom_and_goes_on_at_that_one_s_end()
    {
        Directory.CreateDirectory(workspace.Folder);
        using var holder = Hold("echo \"process $$\" > lock.owner; ");
        var reporter = new ReporterSpy();
        using var locks = new WorkspaceLocks(wait: true, reporter, CancellationToken.None);
        var taking = Task.Run(() => locks.Take(workspace));

        Assert.That(() => reporter.Lines, Does.Contain($"process {holder.Id} works in {workspace.Folder}; waiting for its end").After(5000, 20));
        Assert.That(taking.IsCompleted, Is.False);
        holder.Kill();
        holder.WaitForExit();

        Assert.That(taking.Wait(TimeSpan.FromSeconds(10)), Is.True);
    }

    [Test]
    public void A_signal_ends_the_waiting()
    {
        Directory.CreateDirectory(workspace.Folder);
        using var holder = Hold("");
        using var signal = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        using var locks = new WorkspaceLocks(wait: true, new ReporterSpy(), signal.Token);
        try
        {
            Assert.That(() => locks.Take(workspace), Throws.InstanceOf<OperationCanceledException>());
        }
        finally
        {
            holder.Kill();
        }
    }

    private static WorkspaceLocks Locks() => new(wait: false, new ReporterSpy(), CancellationToken.None);

    // Shared, because a lock that lets another share it would keep out only those who ask for it alone.
    private bool TakenByAnother() => Tool.Try(null, "flock", "--shared", "--nonblock", LockFile, "true").Succeeded;

    // flock on an open file of the shell's own, which then becomes sleep: one process holds the lock, and dies with it.
    private Process Hold(string before)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"exec 9> lock; flock 9; {before}echo held; exec sleep 60"])
        {
            WorkingDirectory = workspace.Folder,
            RedirectStandardOutput = true,
        };
        var holder = Process.Start(start)!;
        Assert.That(holder.StandardOutput.ReadLine(), Is.EqualTo("held"));
        return holder;
    }
}
