using Dom0Iptables.Tests.Acceptance;

namespace Dom0Iptables.Tests.Real;

/// <summary>
/// The same patched release, built from the archive of the built tree by a compiler that may not be clever: without the
/// optimiser, and with the sanitizers of addresses and of undefined behaviour, each of which ends the program.
/// </summary>
internal static class RuleCorpusReference
{
    // gcc defines what a shift into the sign bit does ("Integers", in its manual), which is why shift-base is left out.
    private const string Sanitizers = "-fsanitize=address,undefined -fno-sanitize=shift-base -fno-sanitize-recover=all";
    private const string Flags = $"CFLAGS='-O0 -g1 {Sanitizers}' LDFLAGS='{Sanitizers}'";

    /// <summary>Builds in <paramref name="folder"/>, and returns the tree.</summary>
    public static string Build(string archive, string folder) => Shell.Run("/", $"""
        set -e
        export ASAN_OPTIONS=detect_leaks=0
        mkdir -p {folder}
        cd {folder}
        tar xjf {archive}
        cd *
        make clean > clean.log 2>&1
        make -j$(nproc) {Flags} > make.log 2>&1 || (tail -n 50 make.log >&2; exit 1)
        pwd
        """).Trim();

    /// <summary>Installs it, with the sanitizers' libraries and what they need.</summary>
    public static void Install(string tree, ScratchRoot root)
    {
        Shell.Run(tree, $"""
            set -e
            export ASAN_OPTIONS=detect_leaks=0
            make install {Flags} DESTDIR={root.Folder} > install.log 2>&1 || (tail -n 50 install.log >&2; exit 1)
            LD_LIBRARY_PATH={root.Folder}/usr/local/lib ldd {root.Folder}/usr/local/sbin/iptables | grep -o '/[^ ]*' | grep -v '^{root.Folder}' | while read -r library; do
                mkdir -p {root.Folder}/$(dirname $library)
                [ -e {root.Folder}/$library ] || cp -L $library {root.Folder}/$library
            done
            echo /usr/local/lib >> {root.Folder}/etc/ld.so.conf
            """);
        root.Run("/sbin/ldconfig");
    }
}
