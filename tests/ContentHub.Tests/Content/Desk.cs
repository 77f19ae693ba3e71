using System.Text.Json.Nodes;
using ContentHub.Api;

namespace ContentHub.Tests.Content;

/// <summary>Writes small entries the short way, through the editors' mutations.</summary>
internal sealed class Desk(ContentHubApp app)
{
    private readonly string _editor = app.Token("Amy", Role.Author, Role.Editor, Role.Publisher);
    private readonly string _reviewer = app.Token("Rhea", Role.MedicalReviewer);

    public string Editor => _editor;

    /// <summary>A draft; its entry id is asked for in advance, so that others can name it.</summary>
    public async Task<string> DraftAsync(string type, object content, Guid? entryId = null, string? locale = null) =>
        (string)(await app.DoneAsync($"create{type}", new { entryId, locale, content }, _editor))["draft"]!["id"]!;

    /// <param name="together">Entries that are to count as published with it, so that it may link to them.</param>
    public async Task PublishAsync(string type, string id, int version, params Guid[] together)
    {
        if (type is "Article" or "SymptomList" or "FaqEntry")
        {
            await app.DoneAsync("submitForReview", new { id, version }, _editor);
            await app.DoneAsync("approve", new { id, version }, _reviewer);
        }

        await (together.Length == 0 ? app.DoneAsync("publish", new { id, version }, _editor) : app.PublishTogetherAsync(id, version, together));
    }

    public async Task<string> PublishedAsync(string type, object content, Guid? entryId = null, string? locale = null, params Guid[] together)
    {
        var id = await DraftAsync(type, content, entryId, locale);
        await PublishAsync(type, id, 1, together);
        return id;
    }

    public async Task ChangeAsync(string type, string id, int version, object patch, bool isPublished = true)
    {
        await app.DoneAsync($"update{type}", new { id, expectedVersion = version, patch }, _editor);
        if (isPublished)
        {
            await PublishAsync(type, id, version + 1);
        }
    }

    public Task<JsonNode> RetractAsync(string id, int version, string reason, Guid? replacedBy = null) =>
        app.DoneAsync("retract", new { id, version, reason, replacedBy }, _editor);

    public static object Topic(string slug, string title, Guid? parent = null) => new { slug, title, kind = "CONDITION", summary = $"About {title}.", parent };

    public static object Person(string slug, string title) => new { slug, title, role = "Writer", biography = $"{title} writes." };

    public static object Term(string slug, string title, string definition) => new { slug, title, definition };

    /// <summary>What backs a made-up clinical text, so that it may go out.</summary>
    public static readonly object[] Sources = [new { title = "A page (made up)", publisher = "A publisher", url = "https://example.org/page" }];

    public static object Article(string slug, string title, Guid topic, Guid author, params object[] blocks) => new
    {
        slug, title, topics = new[] { topic }, references = Sources, summary = $"Summary of {title}.", audience = "PATIENT", authors = new[] { author },
        sections = new[] { new { key = "s1", heading = "First part", anchor = "first-part", level = 2, blocks } },
    };
}
