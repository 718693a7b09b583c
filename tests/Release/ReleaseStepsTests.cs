using Dom0Iptables.Recipes;
using Dom0Iptables.Release;

namespace Dom0Iptables.Tests.Release;

internal sealed class ReleaseStepsTests
{
    [TestCase("el5-i686", "Fetch Configure Make", "Fetch LinkLibrary Configure Make")]
    [TestCase("native", "Fetch Configure Make", "Fetch Configure Make")]
    [TestCase("el5-i686", "Fetch Patch", "Fetch Patch")]
    public void The_link_time_C_library_is_planned_before_Configure_where_a_platform_has_one(string platform, string tasks, string planned)
    {
        Assert.That(ReleaseSteps.Planned([.. tasks.Split(' ')], new Catalogue(Repository.Top).Platform(platform)), Is.EqualTo(planned.Split(' ')));
    }
}
