using System.Text;

namespace Dom0Iptables.Tests.Archives;

/// <summary>Gives a generated archive its bytes.</summary>
/// <param name="dialect">Whose headers it writes.</param>
/// <param name="root">The folder that hostile names lead to.</param>
internal sealed class HostileTar(string dialect, string root) : DialectTar(dialect)
{
    /// <summary>The tar, or what is left of it after what its ending does to it; not compressed yet.</summary>
    public static byte[] Of(HostileArchive archive, string root)
    {
        var tar = new HostileTar(archive.Dialect, root);
        tar.Add("top/", '5');
        tar.Add("top/f", '0', "first\n"u8.ToArray());
        foreach (var entry in archive.Entries)
        {
            tar.Add(entry);
        }

        return HostileEndings.Of(tar.Tar, archive, root);
    }

    private void Add(HostileEntry entry)
    {
        var (kind, pick, form) = entry;
        var folder = Choose(pick, "", "d0/", "d1/", "d1/e/");
        var name = $"{pick / 4}";
        var data = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{kind} {pick}\n", pick * 5)));
        var fresh = $"top/{folder}new{Next++}";
        switch (kind)
        {
            case HostileKind.File: Add($"top/{folder}f{name}", '0', data, form: form); break;
            case HostileKind.EmptyFile: Add(fresh, '0', form: form); break;
            case HostileKind.DeepFile: Add($"top/{folder}deep/{name}/er/and/deeper{Next}", '0', data, form: form); break;
            case HostileKind.OldFlagFile: Add(fresh, '\0', data, form: form); break;
            case HostileKind.ContiguousFile: Add(fresh, '7', data, form: form); break;
            case HostileKind.DuplicateFile: Add("top/f", '0', data, form: form, mode: 0x1c0 + pick); break;
            case HostileKind.Folder: Add($"top/{folder}g{name}/", '5', form: form); break;
            case HostileKind.SlashFolder: Add($"top/{folder}g{name}/", form % 2 == 0 ? '0' : '\0', form: form); break;
            case HostileKind.DuplicateFolder: Add("top", '5', form: form, mode: 0x1c0 + pick); break;
            case HostileKind.BareFolder: Add("./", '5', form: form); break;
            case HostileKind.SymbolicLink: Add(fresh, '2', link: $"{Up(folder)}f", form: form); break;
            case HostileKind.DanglingLink: Add($"top/{folder}s{name}", '2', link: folder.Length == 0 ? $"././/f{name}" : "not/here", form: form); break;
            case HostileKind.ChainedLink:
                Add($"{fresh}a", '2', link: $"new{Next - 1}b", form: form);
                Add($"{fresh}b", '2', link: $"{Up(folder)}.", form: form);
                break;
            case HostileKind.DuplicateLink: Add($"top/s{name}", '2', link: $"././/f{name}", form: form); break;
            case HostileKind.LongTargetLink: Add(fresh, '2', link: string.Concat(Enumerable.Repeat("./", 60 + pick)) + "f", form: form); break;
            case HostileKind.HardLink: Add(fresh, '1', link: "top/f", form: form); break;
            case HostileKind.HardLinkWithSize: Add(fresh, '1', link: "./top//f", form: form, size: 6); break;
            case HostileKind.DuplicateHardLink:
                Add(fresh, '0', data);
                Add(fresh, '1', link: "top/f", form: form);
                break;
            case HostileKind.LongName: Add($"top/{folder}{string.Concat(Enumerable.Repeat("long-segment-of-a-name/", 5 + pick))}{new string('n', 100 + (pick * 6))}", '0', data, form: 1 + (form % 2)); break;
            case HostileKind.DottedName: Add($".//top/./{folder}/f{name}", '0', data, form: form); break;
            case HostileKind.Utf8Name: Add($"top/{folder}ünï-コード-😀-\u202e{name}", '0', data, form: form); break;
            case HostileKind.DangerousMode: Add(fresh, form == 3 ? '5' : '0', mode: 0xfff - pick, form: form == 3 ? 0 : form); break;
            case HostileKind.NoMode: Add(fresh, '0', data, mode: 0, form: form); break;
            case HostileKind.OddFolderMode: Add($"top/{folder}g{name}", '5', mode: pick * 21, form: form); break;
            case HostileKind.NegativeTime: Raw(Put(Header(fresh, '0'), 136, Base256(-pick - 1, 12))); break;
            case HostileKind.PaxTime: PaxThen($"mtime={(pick % 2 == 0 ? "-" : "")}{pick}.{pick}999", fresh, '0'); break;
            case HostileKind.PaxSize: Tar.Pax(("size", $"{data.Length}")).Data(Header(fresh, '0', size: 0), data); break;
            case HostileKind.PaxStranger: PaxThen(Choose(pick, "SCHILY.dev=99", "LIBARCHIVE.creationtime=5", "comment=a=b=c", "uid=99", "gname=", "charset=ISO-IR 10646 2000 UTF-8", "VENDOR.key=\u0001"), fresh, '0'); break;
            case HostileKind.GlobalComment: Tar.GlobalPax(("comment", new string('c', pick * 40))); break;
            case HostileKind.GlobalTime: Tar.GlobalPax(("mtime", $"{Released + pick}")).Data(Header(fresh, '0', size: data.Length), data); break;
            case HostileKind.Base256Size: Tar.Data(Put(Header(fresh, '0'), 124, Base256(data.Length, 12)), data); break;
            case HostileKind.SignedChecksum: SignedChecksum(fresh); break;
            case HostileKind.StarHeader: Star(fresh, data); break;

            case HostileKind.AbsoluteName: Add(Choose(pick, $"{root}/evil", $"{root}/outside/canary", "/", "//top/evil", $"{root}/inside/source/top/evil"), pick % 2 == 0 ? '0' : '5', form: form); break;
            case HostileKind.ClimbingName: Add(Choose(pick, "../evil", "top/../../evil", "..", "top/d0/../../../outside/canary", "../../outside/evil", "../canary"), pick % 4 == 3 ? '5' : '0', form: form); break;
            case HostileKind.ClimbingInsideName: Add($"top/{folder}../f", '0', form: form); break;
            case HostileKind.NameIntoWayOut: Add("../way-out/evil", '0', form: form); break;
            case HostileKind.NameOfPartial: Add("../source.partial/top/evil", '0', form: form); break;
            case HostileKind.EmptyName: Add("", pick % 2 == 0 ? '0' : '5', form: 0); break;
            case HostileKind.DotFile: Add(Choose(pick, ".", "./.", ".//"), pick % 2 == 0 ? '2' : '1', link: "top/f", form: form); break;
            case HostileKind.FileNamedAsFolder: Add(Choose(pick, $"{fresh}/.", $"{fresh}/./."), "0127"[pick % 4], link: pick % 4 == 1 ? "top/f" : "f", form: form); break;
            case HostileKind.Latin1Name: Add("", '0', rawName: [.. Encoding.UTF8.GetBytes($"top/{folder}caf"), 0xe9]); break;
            case HostileKind.BrokenUtf8InPax: PaxRaw([.. "path=top/"u8, 0xff, 0xfe], fresh); break;
            case HostileKind.OverlongUtf8Name: Add("", '0', rawName: [.. "top/"u8, 0xc0, 0xae, 0xc0, 0xae, 0xc0, 0xaf, .. "evil"u8]); break;
            case HostileKind.ControlName: Add($"top/{folder}\u001b[2J{(char)(1 + pick)}", '0', form: form); break;
            case HostileKind.NewlineName: Add($"top/{folder}new\nline", pick % 2 == 0 ? '0' : '5', form: form); break;
            case HostileKind.NulInPaxName: PaxRaw(Encoding.UTF8.GetBytes($"path={(pick % 2 == 0 ? fresh : "..")}\0/../../evil"), fresh); break;
            case HostileKind.NulInLongName: Tar.LongName($"{fresh}\0../evil"); Add(fresh, '0'); break;
            case HostileKind.LongSegment: Add($"top/{folder}{new string('n', 256 + pick)}", '0', form: 1 + (form % 2)); break;
            case HostileKind.LongPath: Add("top/" + string.Concat(Enumerable.Repeat("path/", 820)) + "f", '0', form: 1 + (form % 2)); break;
            case HostileKind.SecondTop: Add(Choose(pick, "other/f", "Top/f", "top./f", "top /f", "./ top/f"), '0', form: form); break;
            case HostileKind.BesideTop: Add(Choose(pick, "evil", "canary", ".hidden"), '0', form: form); break;
            case HostileKind.TopIsLink: Add("top", '2', link: $"{root}/outside", form: form); break;
            case HostileKind.LinkOut: Add(fresh, '2', link: $"{Up(folder)}{Choose(pick / 4, "..", "../outside", "../../outside/canary", "d9/../../outside")}", form: form); break;
            case HostileKind.LinkAbsolute: Add(fresh, '2', link: Choose(pick, root, $"{root}/outside/canary", "/", "/proc/self/cwd"), form: form); break;
            case HostileKind.LinkWithTwoTargets:
                Add(fresh, '2', link: "f", form: form);
                Add(fresh, '2', link: Choose(pick, "./f", "other"), form: form);
                break;
            case HostileKind.LinkEmpty: Add(fresh, '2', link: ""); break;
            case HostileKind.LinkControl: Add(fresh, '2', link: "f\u001b", form: form); break;
            case HostileKind.LinkToItself: Add(fresh, '2', link: $"new{Next - 1}", form: form); break;
            case HostileKind.LinkCircle:
                Add($"{fresh}a", '2', link: $"new{Next - 1}b", form: form);
                Add($"{fresh}b", '2', link: $"new{Next - 1}a", form: form);
                break;
            case HostileKind.LinkOutByChain:
                Add($"{fresh}/x/y/", '5');
                Add($"{fresh}/x/y/up", '2', link: "../..", form: form);
                Add($"{fresh}/x/y/out", '2', link: $"up/{Up(folder)}../../outside/canary", form: form);
                break;
            case HostileKind.LinkOutByLaterChain:
                Add($"{fresh}/x/y/out", '2', link: $"up/{Up(folder)}../../outside", form: form);
                Add($"{fresh}/x/y/up", '2', link: "../..", form: form);
                break;
            case HostileKind.LinkEndless:
                Add($"{fresh}l0", '2', link: ".");
                for (var i = 1; i < 12; i++)
                {
                    Add($"{fresh}l{i}", '2', link: string.Join('/', Enumerable.Repeat($"new{Next - 1}l{i - 1}", 3)));
                }

                break;
            case HostileKind.FileThroughLink:
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add($"{fresh}/evil", '0', data, form: form);
                break;
            case HostileKind.FolderThroughLink:
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add($"{fresh}/evil/", '5', form: form);
                break;
            case HostileKind.FileOverLink:
                Add(fresh, '2', link: Target(pick, folder) + "/canary", form: form);
                Add(fresh, '0', data, form: form);
                break;
            case HostileKind.FolderOverLink:
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add($"{fresh}/", '5', mode: 0x1ff, form: form);
                Add($"{fresh}/evil", '0', data);
                break;
            case HostileKind.LinkOverFile:
                Add(fresh, '0', data);
                Add(fresh, '2', link: Target(pick, folder), form: form);
                break;
            case HostileKind.LinkOverFolder:
                Add($"{fresh}/", '5');
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add($"{fresh}/evil", '0', data);
                break;
            case HostileKind.HardLinkOverLink:
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add(fresh, '1', link: "top/f", form: form);
                break;
            case HostileKind.FileOverFolder:
                Add($"{fresh}/", '5');
                Add(fresh, '0', data, form: form);
                break;
            case HostileKind.FolderOverFile:
                Add(fresh, '0', data);
                Add($"{fresh}/", '5', form: form);
                break;
            case HostileKind.FileBelowFile: Add("top/f/evil", '0', data, form: form); break;
            case HostileKind.HardLinkOut: Add(fresh, '1', link: Choose(pick, "../canary", "../../outside/canary", "../way-out/canary", "top/../../canary"), form: form); break;
            case HostileKind.HardLinkAbsolute: Add(fresh, '1', link: $"{root}/outside/canary", form: form); break;
            case HostileKind.HardLinkThroughLink:
                Add(fresh, '2', link: Target(pick, folder), form: form);
                Add($"{fresh}h", '1', link: $"{fresh}/canary", form: form);
                break;
            case HostileKind.HardLinkToLink:
                Add(fresh, '2', link: Target(pick, folder) + "/canary", form: form);
                Add($"{fresh}h", '1', link: fresh, form: form);
                break;
            case HostileKind.HardLinkToFolder: Add(fresh, '1', link: "top", form: form); break;
            case HostileKind.HardLinkToItself: Add("top/f", '1', link: "top/f", form: form); break;
            case HostileKind.HardLinkToLater:
                Add($"{fresh}h", '1', link: fresh, form: form);
                Add(fresh, '0', data);
                break;
            case HostileKind.HardLinkNamedAsFolder: Add(fresh, '1', link: Choose(pick, "top/f/", "top/f/.", "top/f//", "top/f/./"), form: form); break;
            case HostileKind.HardLinkEmpty: Add(fresh, '1', link: ""); break;
            case HostileKind.CharacterDevice: Add(fresh, '3', form: form); break;
            case HostileKind.BlockDevice: Add(fresh, '4', form: form); break;
            case HostileKind.Fifo: Add(fresh, '6', form: form); break;
            case HostileKind.UnknownType: Add(fresh, "89AIQUZaz\u0001~ "[pick % 12], form: form); break;
            case HostileKind.VolumeLabel: Add("label", 'V'); break;
            case HostileKind.DumpFolder: Add($"{fresh}/", 'D', "Yf\0\0"u8.ToArray()); break;
            case HostileKind.ContinuedFile: Add(fresh, 'M', data); break;
            case HostileKind.SparseOldGnu: SparseOldGnu(fresh); break;
            case HostileKind.SparsePax00: PaxThen("GNU.sparse.size=1048576\nGNU.sparse.numblocks=1\nGNU.sparse.offset=0\nGNU.sparse.numbytes=0", fresh, '0'); break;
            case HostileKind.SparsePax01: PaxThen("GNU.sparse.size=1048576\nGNU.sparse.numblocks=1\nGNU.sparse.name=../evil\nGNU.sparse.map=0,0", fresh, '0'); break;
            case HostileKind.SparsePax10: PaxThen($"GNU.sparse.major=1\nGNU.sparse.minor=0\nGNU.sparse.name={root}/evil\nGNU.sparse.realsize=1099511627776", fresh, '0'); break;
            case HostileKind.NegativeSize: Raw(Put(Header(fresh, '0'), 124, Base256(-512 - pick, 12))); break;
            case HostileKind.HugeOctalSize: Raw(Put(Header(fresh, '0'), 124, "77777777777\0"u8)); break;
            case HostileKind.HugeBase256Size: Raw(Put(Header(fresh, '0'), 124, Base256(long.MaxValue - pick, 12))); break;
            case HostileKind.OverflowingBase256Size: Raw(Put(Header(fresh, '0'), 124, [0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])); break;
            case HostileKind.HugePaxSize: PaxThen($"size={long.MaxValue}", fresh, '0'); break;
            case HostileKind.OverflowingPaxSize: PaxThen($"size=18446744073709551616{pick}", fresh, '0'); break;
            case HostileKind.NegativePaxSize: PaxThen($"size=-{1 + pick}", fresh, '0'); break;
            case HostileKind.HugeTime: Raw(Put(Header(fresh, '0'), 136, Base256(long.MaxValue - pick, 12))); break;
            case HostileKind.HugePaxTime: PaxThen($"mtime={(pick % 2 == 0 ? "-" : "")}9223372036854775807", fresh, '0'); break;
            case HostileKind.BadSize: Raw(Put(Header(fresh, '0'), 124, "12x"u8)); break;
            case HostileKind.BadMode: Raw(Put(Header(fresh, '0'), 100, "rwxr-xr"u8)); break;
            case HostileKind.BadTime: Raw(Put(Header(fresh, '0'), 136, "yesterday"u8)); break;
            case HostileKind.BadChecksum:
                var wrong = Header(fresh, '0');
                wrong[148 + (pick % 6)] ^= 1;
                Tar.Raw(wrong);
                break;
            case HostileKind.PaxWithoutEnd: PaxData("13 path=top/xx"u8.ToArray()[..13], fresh); break;
            case HostileKind.PaxWithoutKey: PaxData("6 =ab\n"u8.ToArray(), fresh); break;
            case HostileKind.PaxWrongLength: PaxData("9 path=top/x\n"u8.ToArray(), fresh); break;
            case HostileKind.PaxHugeLength: PaxData("99999999999999999999 path=top/x\n"u8.ToArray(), fresh); break;
            case HostileKind.PaxTwice: Tar.Pax(("path", fresh)); PaxThen("path=../evil", fresh, '0'); break;
            case HostileKind.PaxTakenBack: PaxThen(Choose(pick, $"path={root}/evil\npath=", "linkpath=", "size=0\nsize=", "path="), fresh, '0'); break;
            case HostileKind.PaxTooLarge: Raw(Header("PaxHeaders/x", 'x', size: (1 << 20) + 1 + pick)); break;
            case HostileKind.PaxForNothing: Tar.Pax(("path", fresh)).End(2); break;
            case HostileKind.LongNameWithoutEnd: Tar.Data(TarBuilder.Header("././@LongLink", 'L', fresh.Length, magic: "ustar  \0"), Encoding.UTF8.GetBytes(fresh)); Add(fresh, '0'); break;
            case HostileKind.LongNameTwice: Tar.LongName(fresh).LongName("../evil"); Add(fresh, '0'); break;
            case HostileKind.LongNameTooLarge: Raw(Header("././@LongLink", pick % 2 == 0 ? 'L' : 'K', size: (1 << 20) + 1)); break;
            case HostileKind.GlobalName: Tar.GlobalPax(("path", pick % 2 == 0 ? fresh : "../evil")); Add(fresh, '0'); break;
            case HostileKind.GlobalAfterTime: Tar.GlobalPax(("mtime", "5")).GlobalPax((pick % 2 == 0 ? "mtime" : "comment", "6")); Add(fresh, '0'); break;
            case HostileKind.GlobalSize: Tar.GlobalPax(("size", "0")); Add(fresh, '0'); break;
            case HostileKind.FolderWithData: Add($"{fresh}/", pick % 2 == 0 ? '5' : '0', "data"u8.ToArray(), form: form); break;
            case HostileKind.LinkWithData: Add(fresh, '2', "data"u8.ToArray(), link: "f", form: form); break;
            case HostileKind.LoneBlockOfZeros: Tar.End(1); Add(fresh, '0'); break;
            default: throw new ArgumentOutOfRangeException(nameof(entry), kind, "a kind without bytes");
        }
    }

    private static string Choose(int pick, params ReadOnlySpan<string> from) => from[pick % from.Length];

    private static string Up(string folder) => string.Concat(Enumerable.Repeat("../", folder.Count(c => c == '/')));

    // Out of the tree by an absolute name, by "..", by way of a link that lies beside the tree; or a place inside it.
    private string Target(int pick, string folder) => Choose(pick / 4, $"{root}/outside", $"{Up(folder)}../../../outside", $"{Up(folder)}../../way-out", $"{Up(folder)}.");
}
