using System.Text.Json.Nodes;

namespace ContentHub.Tests.Importing;

/// <summary>A small seed without a fault, in a folder of its own, into which a test puts one.</summary>
internal sealed class SampleSeed : IDisposable
{
    public SampleSeed()
    {
        Write("references.json", """{ "LABEL": { "title": "A label", "publisher": "A publisher", "url": "https://example.org/label" } }""");
        Write("topics/sleep.json", """
            { "author": "Ann", "content": { "slug": "sleep", "title": "Sleep", "kind": "CONDITION", "summary": "Rest for body and mind." } }
            """);
        Write("articles/sleeping-well.json", """
            {
              "author": "Ann",
              "reviewer": "Dr. Bea",
              "content": {
                "slug": "sleeping-well",
                "title": "Sleeping well",
                "topics": ["topics/sleep"],
                "references": ["LABEL"],
                "summary": "What helps.",
                "keyPoints": ["Go to bed at the same time.", "Get up at the same time.", "Keep the room dark."],
                "audience": "PATIENT",
                "authors": ["people/ann"],
                "sections": [
                  { "key": "bed", "anchor": "bed", "heading": "Bed", "level": 2, "blocks": [{ "paragraph": { "text": "A dark room helps with [sleep](entry:topics/sleep)." } }] }
                ]
              }
            }
            """);
        Write("articles/sleeping-well.es-US.json", """
            { "author": "Ann", "reviewer": "Dr. Bea", "content": { "slug": "dormir-bien", "title": "Dormir bien", "summary": "Lo que ayuda." } }
            """);
        Write("people/ann.json", """
            { "author": "Bob", "content": { "slug": "ann", "title": "Ann", "role": "Writer", "biography": "She writes.", "isSample": true } }
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("contenthub-seed-").FullName;

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Changes one file; the content is the part under <c>content</c>.</summary>
    public void Change(string file, Action<JsonObject, JsonObject> change)
    {
        var path = Path.Combine(Folder, file);
        var root = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!;
        change(root, (JsonObject)root["content"]!);
        File.WriteAllText(path, root.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
