using System.Text;
using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

internal sealed class OpenPgpArmorTests
{
    private const string Block = "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\nVersion: 1\r\nComment:\r\n\r\nAQID\r\nBAU=\r\n=abcd\r\n-----END PGP PUBLIC KEY BLOCK-----\r\n";

    [Test]
    public void Every_block_of_a_text_is_taken() =>
        Assert.That(OpenPgpArmor.Remove(Encoding.ASCII.GetBytes($"the keys of\n{Block}and of\n{Block}")), Is.EqualTo((byte[])[1, 2, 3, 4, 5, 1, 2, 3, 4, 5]));

    [Test]
    public void Binary_keys_stay_as_they_are() =>
        Assert.That(OpenPgpArmor.Remove([0x99, 0xff, 0x00]), Is.EqualTo((byte[])[0x99, 0xff, 0x00]));

    [TestCase("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAQID\n")]
    [TestCase("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n?!\n-----END PGP PUBLIC KEY BLOCK-----\n")]
    public void A_mangled_block_is_refused(string text) =>
        Assert.That(() => OpenPgpArmor.Remove(Encoding.ASCII.GetBytes(text)), Throws.TypeOf<FormatException>());
}
