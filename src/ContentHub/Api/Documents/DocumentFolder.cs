using System.Text;
using System.Text.Json;

namespace ContentHub.Api.Documents;

/// <summary>One document of the folder.</summary>
/// <param name="Place">File, and operation where the file holds several documents: for messages.</param>
internal sealed record FolderDocument(string Place, string Hash, string Text);

/// <summary>
/// Reads a folder of trusted documents: <c>*.graphql</c> and <c>*.gql</c> files, and the manifests (<c>*.json</c>) of
/// graphql-codegen, Relay (hash to text) and Apollo (<c>apollo-persisted-query-manifest</c>). Other files are passed over.
/// </summary>
internal static class DocumentFolder
{
    public const string ApolloFormat = "apollo-persisted-query-manifest";

    /// <param name="faults">Gets a sentence for each thing that is wrong.</param>
    public static IReadOnlyList<FolderDocument> Read(string folder, List<string> faults)
    {
        var documents = new List<FolderDocument>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file);
            switch (Path.GetExtension(file))
            {
                case ".graphql" or ".gql":
                    if (Text(file, name, faults) is { } text)
                    {
                        documents.Add(new(name, DocumentHash.Of(text), text));
                    }

                    break;
                case ".json":
                    documents.AddRange(ReadManifest(file, name, faults));
                    break;
            }
        }

        return documents;
    }

    /// <summary>Byte for byte, so that <c>sha256sum</c> gives the document's name.</summary>
    private static string? Text(string file, string name, List<string> faults)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file));
        }
        catch (DecoderFallbackException)
        {
            faults.Add($"{name}: is not UTF-8.");
            return null;
        }
    }

    private static List<FolderDocument> ReadManifest(string file, string name, List<string> faults)
    {
        var documents = new List<FolderDocument>();
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var (id, label, text) in Operations(json.RootElement))
            {
                var hash = DocumentHash.Of(text);
                var given = id.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal) ? id[DocumentHash.Prefix.Length..] : id;
                if (given != hash)
                {
                    faults.Add($"{name}: {label}: the id is not the SHA-256 of the text ({hash}); set the generator's hash algorithm to sha256.");
                    continue;
                }

                documents.Add(new($"{name}: {label}", hash, text));
            }
        }
        catch (JsonException fault)
        {
            faults.Add($"{name}: is not valid JSON (line {fault.LineNumber + 1}).");
        }
        // Half a surrogate pair, which JSON can escape, is no text either.
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            faults.Add($"{name}: is neither a map of hash to document nor a manifest of the format {ApolloFormat}, version 1.");
        }

        return documents;
    }

    private static IEnumerable<(string Id, string Label, string Text)> Operations(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException();
        }

        return root.TryGetProperty("format", out var format) ? ApolloOperations(root, format) : MappedOperations(root);
    }

    private static List<(string Id, string Label, string Text)> MappedOperations(JsonElement root) =>
        [.. root.EnumerateObject().Select(member => (member.Name, member.Name, Text(member.Value)))];

    private static List<(string Id, string Label, string Text)> ApolloOperations(JsonElement root, JsonElement format)
    {
        var isKnown = format.ValueKind == JsonValueKind.String && format.ValueEquals(ApolloFormat)
            && root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1;
        if (!isKnown || !root.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException();
        }

        return [.. operations.EnumerateArray().Select(operation => (Member(operation, "id"), operation.TryGetProperty("name", out var name) ? Text(name) : Member(operation, "id"), Member(operation, "body")))];
    }

    private static string Member(JsonElement operation, string name) =>
        operation.ValueKind == JsonValueKind.Object && operation.TryGetProperty(name, out var value) ? Text(value) : throw new FormatException();

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException();
}
