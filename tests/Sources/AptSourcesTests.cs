using Dom0Iptables.Sources;

namespace Dom0Iptables.Tests.Sources;

/// <summary>The machine's list of mirrors as one of source packages.</summary>
internal sealed class AptSourcesTests
{
    [Test]
    public void One_line_entries_keep_their_options_and_discs_are_left_out()
    {
        var entries = AptSources.OfList(
            """
            # deb http://commented.example/debian bookworm main
            deb cdrom:[Debian GNU/Linux 12]/ bookworm main
            deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://one.example/debian bookworm main contrib # ours
              deb	https://two.example/debian   bookworm-updates main
            deb-src [trusted=yes] http://flat.example/ ./

            nonsense
            """);

        Assert.That(entries, Is.EqualTo((string[])
        [
            "deb-src [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://one.example/debian bookworm main contrib # ours",
            "deb-src https://two.example/debian   bookworm-updates main",
            "deb-src [trusted=yes] http://flat.example/ ./",
        ]));
    }

    [Test]
    public void Deb822_stanzas_keep_their_fields_and_what_is_disabled_is_left_out()
    {
        var stanzas = AptSources.OfDeb822(
            """
            # Debian itself
            Types: deb
            # a comment in the midst of it
            URIs: http://one.example/debian
              cdrom:[Debian]/
              https://two.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mQENBGsF

            Types: deb
            URIs: http://off.example/
            Suites: ./
            Enabled: no

            types: deb deb-src
            uris: cdrom:[x]/
            suites: bookworm
            """);

        Assert.That(stanzas, Is.EqualTo((string[])
        [
            """
            Types: deb-src
            URIs: http://one.example/debian https://two.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mQENBGsF
            """,
        ]));
    }
}
