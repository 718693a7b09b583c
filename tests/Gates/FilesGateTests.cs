using Dom0Iptables.Gates;

namespace Dom0Iptables.Tests.Gates;

internal sealed class FilesGateTests : GateFixture
{
    private string text = null!;

    [OneTimeSetUp]
    public void Write_a_file() => text = Folder.Write("text", "text\n");

    [Test]
    public async Task Files_of_its_own_in_folders_that_are_there_pass()
    {
        var verdict = await ExamineAsync(new FilesGate(), Pack(Files(("/usr/local/share/text", text), ("/usr/local/lib/small", null), ("/usr/local/lib/small/text", text))));

        MustPass(verdict);
        Assert.That(verdict.Figure, Does.StartWith("3 files"));
    }

    [TestCase("%attr(644,nobody,root) /usr/local/share/text", "belongs to nobody:root")]
    [TestCase("%attr(644,root,games) /usr/local/share/text", "belongs to root:games")]
    [TestCase("%attr(4755,root,root) /usr/local/share/text", "is setuid, setgid or sticky (4755)")]
    [TestCase("%attr(2755,root,root) /usr/local/share/text", "is setuid, setgid or sticky (2755)")]
    [TestCase("%attr(666,root,root) /usr/local/share/text", "may be written by everybody (0666)")]
    public async Task A_file_that_could_do_harm_is_refused(string list, string problem) =>
        MustRefuse(await ExamineAsync(new FilesGate(), Pack(Files(("/usr/local/share/text", text)), list: list)), "/usr/local/share/text", problem);

    [Test]
    public async Task A_file_of_the_base_system_is_refused_unless_its_package_is_replaced()
    {
        MustRefuse(await ExamineAsync(new FilesGate(), Pack(Files(("/sbin/iptables", text)))), "/sbin/iptables", "belongs to iptables of centos-5.5");
        MustPass(await ExamineAsync(new FilesGate(), Pack(Files(("/sbin/iptables", text)), name: "iptables")));
        MustPass(await ExamineAsync(new FilesGate(), Pack(Files(("/sbin/ip6tables", text)), "Obsoletes: iptables-ipv6 < 2")));
    }

    [Test]
    public async Task A_file_of_the_base_system_may_be_a_packages_that_requires_the_one_that_replaces_its_owner()
    {
        var text = Folder.Write("script", "#!/bin/sh\n");
        var replacing = Pack(Files(("/sbin/ip6tables-new", text)), "Obsoletes: iptables-ipv6 < 2", name: "replacing");

        MustPass(await ExamineAsync(new FilesGate(), replacing, Pack(Files(("/sbin/ip6tables", text)), "Requires: replacing", name: "beside")));
        MustRefuse(await ExamineAsync(new FilesGate(), replacing, Pack(Files(("/sbin/ip6tables", text)), name: "alone")), "alone", "/sbin/ip6tables", "belongs to iptables-ipv6");
    }

    [Test]
    public async Task A_folder_of_the_base_system_is_refused() =>
        MustRefuse(await ExamineAsync(new FilesGate(), Pack(Files(("/usr/local/lib", null)))), "/usr/local/lib", "belongs to filesystem of centos-5.5");

    [Test]
    public async Task A_file_in_a_folder_that_nobody_owns_is_refused() =>
        MustRefuse(await ExamineAsync(new FilesGate(), Pack(Files(("/usr/local/lib/small/text", text)))), "/usr/local/lib/small/text", "lies in /usr/local/lib/small, which no package owns");

    [Test]
    public async Task A_file_that_names_the_workspace_is_refused() =>
        MustRefuse(
            await ExamineAsync(new FilesGate(), Pack(Files(("/usr/local/share/text", Folder.Write("leak", $"built in {Folder.Of("workspace")}/tree\n"))))),
            "/usr/local/share/text",
            "names the workspace that it was built in");
}
