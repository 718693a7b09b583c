using Dom0Iptables.Launching;

namespace Dom0Iptables.Tests.Launching;

public sealed class LauncherLogTests
{
    // As ccache 4.7.5 writes it.
    [Test]
    public void Of_ccache_it_counts_what_was_remembered_and_leaves_out_what_only_links() =>
        Assert.That(
            LauncherLog.OfCcache(["# a.c", "cache_miss", "direct_cache_miss", "local_storage_write", "# b.c", "direct_cache_hit", "local_storage_hit", "# c.c", "preprocessed_cache_hit", "# a.o", "called_for_link"]),
            Is.EqualTo("2 of 3 compilations remembered"));

    // As distcc 3.4 writes it.
    [Test]
    public void Of_distcc_it_counts_what_each_machine_compiled_and_what_had_to_be_compiled_here() =>
        Assert.That(
            LauncherLog.OfDistcc(
            [
                "distcc[1] exec on 10.0.0.2:3700: gcc -O2 -c a.c -o a.o",
                "distcc[1] cpp a.c on localhost completed ok",
                "distcc[1] compile a.c on 10.0.0.2:3700 completed ok",
                "distcc[2] compile b.c on 10.0.0.3 completed ok",
                "distcc[3] compile c.c on 10.0.0.2:3700 completed ok",
                "distcc[4] (dcc_build_somewhere) Warning: failed to distribute, running locally instead",
                "distcc[4] compile d.c on localhost completed ok",
            ]),
            Is.EqualTo("3 compilations by other machines (2 by 10.0.0.2:3700, 1 by 10.0.0.3), 1 that they failed in, here"));

    [Test]
    public void Of_icecc_it_counts_what_was_waited_for() =>
        Assert.That(LauncherLog.OfIcecc(["ICECC[1] <wait for cs>", "ICECC[1] </wait for cs: 70ms>", "ICECC[2] <building_local>"]), Is.EqualTo("1 compilations by other machines"));
}
