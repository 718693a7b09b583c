using System.Collections.Immutable;
using Dom0Iptables.Recipes;

namespace Dom0Iptables.Gates;

/// <summary>What a platform's dynamic loader takes.</summary>
/// <param name="Class">The class of ELF file, in readelf's words ("ELF32").</param>
/// <param name="Machine">The machine, in readelf's words ("Intel 80386").</param>
/// <param name="Interpreter">The loader's own path, which programs name.</param>
/// <param name="LibraryFolders">The folders that it searches by itself.</param>
/// <param name="Relocations">The kinds of relocation that it knows.</param>
/// <param name="DynamicTags">The dynamic tags that it knows, in readelf's words.</param>
public sealed record LoaderFacts(
    string Class,
    string Machine,
    string Interpreter,
    ImmutableArray<string> LibraryFolders,
    ImmutableArray<string> Relocations,
    ImmutableArray<string> DynamicTags)
{
    /// <summary>Reads a file of platforms/abi/.</summary>
    /// <exception cref="Failures.PipelineException">It cannot be read or is wrong.</exception>
    public static LoaderFacts Read(string path)
    {
        var file = TomlSection.ReadFile(path).Allow(["class", "machine", "interpreter", "library-folders", "relocations", "dynamic-tags"], []);
        return new LoaderFacts(file.Text("class"), file.Text("machine"), file.Text("interpreter"), file.Texts("library-folders"), file.Texts("relocations"), file.Texts("dynamic-tags"));
    }
}
