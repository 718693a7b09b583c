using System.Runtime.CompilerServices;
using NJsonSchema;

namespace Dom0Iptables.Tests.Provenance;

/// <summary>A JSON schema that documents are held against; Schemas/README.md says whose.</summary>
internal sealed class DocumentSchema
{
    private readonly JsonSchema schema;

    private DocumentSchema(string file) => schema = JsonSchema.FromFileAsync(Path.Combine(Folder(), file)).GetAwaiter().GetResult();

    public static DocumentSchema Spdx { get; } = new("spdx-2.3.schema.json");

    public static DocumentSchema Slsa { get; } = new("slsa-provenance-1.schema.json");

    /// <summary>What is wrong with a document, with the place of each; empty where it is valid.</summary>
    public IEnumerable<string> Complaints(string json) => schema.Validate(json).Select(error => error.ToString());

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Schemas");
}
