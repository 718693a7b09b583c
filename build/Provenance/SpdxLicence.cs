namespace Dom0Iptables.Provenance;

/// <summary>rpm's names of licences in SPDX's words.</summary>
internal static class SpdxLicence
{
    /// <summary>What SPDX has where nothing is claimed.</summary>
    public const string NoAssertion = "NOASSERTION";

    /// <summary>The SPDX identifier of a tag License, or <see cref="NoAssertion"/> where it is not sure.</summary>
    /// <param name="tag">The tag as rpm's packages of old write it; https://docs.fedoraproject.org/en-US/legal/allowed-licenses/ sets both beside each other.</param>
    public static string OfRpm(string tag) => tag switch
    {
        "GPLv2" => "GPL-2.0-only",
        "GPLv2+" => "GPL-2.0-or-later",
        "GPLv3" => "GPL-3.0-only",
        "GPLv3+" => "GPL-3.0-or-later",
        "LGPLv2" => "LGPL-2.0-only",
        "LGPLv2+" => "LGPL-2.0-or-later",
        "MIT" => "MIT",
        _ => NoAssertion,
    };
}
