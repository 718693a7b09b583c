using CsCheck;
using Dom0Iptables.Text;

namespace Dom0Iptables.Tests.Text;

/// <summary>What was meant is found where one slip away from it, and nothing is made up where nothing is near.</summary>
internal sealed class NearestNameTests
{
    private static readonly string[] Tasks = ["Archive", "Clean", "Configure", "Doctor", "Fetch", "Gate", "Make", "Patch", "Rpm", "Srpm", "Stage", "Test", "Unpack"];

    [TestCase("Mkae", "Make")]
    [TestCase("make", "Make")]
    [TestCase("Rmp", "Rpm")]
    [TestCase("Configuer", "Configure")]
    [TestCase("Confgre", "Configure")]
    [TestCase("Unpackk", "Unpack")]
    public void A_slip_finds_the_name(string written, string meant) => Assert.That(NearestName.Of(written, Tasks), Is.EqualTo(meant));

    [TestCase("")]
    [TestCase("Install")]
    [TestCase("xyz")]
    [TestCase("Reconfigure-everything")]
    public void Something_else_finds_nothing(string written) => Assert.That(NearestName.Of(written, Tasks), Is.Null);

    [Test]
    public void Nothing_is_near_where_there_is_nothing() => Assert.That(NearestName.Of("Make", []), Is.Null);

    [Test]
    public void Of_two_equally_near_the_same_is_always_proposed() =>
        Assert.That(NearestName.Of("bat", ["cat", "bar", "hat"]), Is.EqualTo(NearestName.Of("bat", ["hat", "bar", "cat"])).And.EqualTo("bar"));

    [TestCase("Tset", "; did you mean 'Test'?")]
    [TestCase("zzz", "; known are: Fetch, Test")]
    public void A_suggestion_ends_a_sentence(string written, string end) => Assert.That(NearestName.Suggest(written, ["Test", "Fetch"]), Is.EqualTo(end));

    [Test]
    public void Where_there_is_nothing_to_choose_from_it_is_said() => Assert.That(NearestName.Suggest("x", []), Is.EqualTo("; there are none"));

    [Test]
    public void One_edit_of_any_name_finds_a_name() =>
        (from name in Gen.OneOf(Tasks)
         from at in Gen.Int[0, name.Length - 1]
         from letter in Gen.Char['a', 'z']
         from edit in Gen.OneOf(name.Remove(at, 1), name.Insert(at, letter.ToString()), name.Remove(at, 1).Insert(at, letter.ToString()))
         select edit).Sample(edit => NearestName.Of(edit, Tasks) is not null, iter: 2000, threads: 1);
}
