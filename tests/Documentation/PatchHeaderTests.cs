namespace Dom0Iptables.Tests.Documentation;

internal sealed class PatchHeaderTests
{
    private static readonly IEnumerable<string> Patches =
        Directory.EnumerateFiles(Path.Combine(Repository.Top, "patches"), "*.patch", SearchOption.AllDirectories).Select(patch => Path.GetRelativePath(Repository.Top, patch));

    [TestCaseSource(nameof(Patches))]
    public void A_patch_says_under_which_licence_it_is_what_breaks_without_it_and_why_it_is_right(string patch)
    {
        var header = File.ReadAllText(Path.Combine(Repository.Top, patch)).Split("\n---\n")[0];

        Assert.That(header, Does.StartWith("SPDX-License-Identifier: GPL-2.0-or-later\nSubject: ").And.Contain("\nWithout it: ").And.Contain("\nRight, because: "));
    }

    [Test]
    public void Every_file_that_lands_in_a_package_bears_its_licence()
    {
        var without = Directory.EnumerateFiles(Path.Combine(Repository.Top, "specs")).Where(file => !File.ReadAllText(file).StartsWith("# SPDX-License-Identifier: GPL-2.0-or-later\n", StringComparison.Ordinal));

        Assert.That(without, Is.Empty);
    }
}
