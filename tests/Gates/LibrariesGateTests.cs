using Dom0Iptables.Gates;

namespace Dom0Iptables.Tests.Gates;

internal sealed class LibrariesGateTests : GateFixture
{
    private string library = null!;
    private string program = null!;

    [OneTimeSetUp]
    public async Task Make_a_program_that_needs_a_library()
    {
        library = await ForPlatformAsync("libown.so.1", "int own(void) { return 0; }", "-shared", "-fPIC", "-Wl,-soname,libown.so.1");
        program = await ForPlatformAsync("needs", "extern int own(void); int main(void) { return own(); }", library);
    }

    [Test]
    public async Task A_library_in_a_folder_that_the_package_has_the_loader_search_is_found()
    {
        var configuration = Folder.Write("own.conf", "/usr/local/lib\n");

        MustPass(await ExamineAsync(new LibrariesGate(), Pack(Files(("/usr/local/bin/needs", program), ("/usr/local/lib/libown.so.1", library), ("/etc/ld.so.conf.d/own.conf", configuration)))));
    }

    [Test]
    public async Task A_library_in_a_folder_that_a_scriptlet_has_the_loader_search_is_found()
    {
        var files = Files(("/usr/local/bin/needs", program), ("/usr/local/lib/libown.so.1", library));

        MustPass(await ExamineAsync(new LibrariesGate(), Pack(files, scriptlets: "%posttrans\necho /usr/local/lib >/etc/ld.so.conf.d/own.conf")));
        MustRefuse(await ExamineAsync(new LibrariesGate(), Pack(files, scriptlets: "%preun\necho /usr/local/lib >/etc/ld.so.conf.d/own.conf")), "lies in /usr/local/lib");
    }

    [Test]
    public async Task A_library_that_the_loader_does_not_look_for_there_is_refused_with_the_places_where_it_does() =>
        MustRefuse(
            await ExamineAsync(new LibrariesGate(), Pack(Files(("/usr/local/bin/needs", program), ("/opt/own/libown.so.1", library)))),
            "/usr/local/bin/needs libown.so.1",
            "lies in /opt/own",
            "it looks in /lib, /usr/lib");

    [Test]
    public async Task A_library_that_nobody_has_is_refused_by_name() =>
        MustRefuse(await ExamineAsync(new LibrariesGate(), Pack(Files(("/usr/local/bin/needs", program)))), "/usr/local/bin/needs libown.so.1", "neither the packages nor the platform have it");

    [Test]
    public async Task A_library_in_another_package_of_the_set_is_found()
    {
        var first = Pack(Files(("/usr/local/bin/needs", program)));
        var second = Pack(Files(("/usr/lib/libown.so.1", library)), name: "small-libs");

        MustPass(await ExamineAsync(new LibrariesGate(), first, second));
    }
}
