using Dom0Iptables.Compiling;

namespace Dom0Iptables.Tests.Compiling;

/// <summary>How far make has come is counted by real files.</summary>
internal sealed class MakePlanTests
{
    [Test]
    public void A_dry_run_of_real_make_names_what_is_made_in_which_folder_and_the_files_that_are_there_are_counted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Makefile", "all: main.o\n\t$(MAKE) -C sub\n\tgcc -o main main.o\nmain.o:\n\tgcc -c -o main.o main.c\n\techo -o nothing\n");
        folder.Write("sub/Makefile", "all: part.lo\npart.lo:\n\t/bin/sh ../libtool --mode=compile gcc -o part.lo part.c\n");

        var plan = MakePlan.Read(Processes.Tool.Run(folder.Path, "make", "--dry-run", "--print-directory").Split('\n'), folder.Path);
        var before = plan.FractionIn(folder.Path);
        folder.Write("sub/part.lo", "");
        var after = plan.FractionIn(folder.Path);

        Assert.That(plan.Outputs, Is.EquivalentTo((string[])["main.o", "main", "sub/part.lo"]));
        Assert.That((before, after), Is.EqualTo(((double?)0.0, (double?)1.0 / 3)));
    }

    [Test]
    public void Where_nothing_is_named_nothing_is_claimed()
    {
        Assert.That(MakePlan.Read(["make: Nothing to be done for 'all'."], "/tree").FractionIn("/"), Is.Null);
    }
}
