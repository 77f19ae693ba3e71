using System.Text.Json.Nodes;
using ContentHub.Api;
using Xunit;

namespace ContentHub.Tests.Editorial;

/// <summary>A draft that a test made.</summary>
/// <param name="Id">The draft's id, which mutations take.</param>
/// <param name="EntryId">Joins the locales; what other entries name.</param>
public sealed record Written(string Id, string EntryId, string? Slug, int Version);

/// <summary>Somebody who writes: creates and updates through the API.</summary>
public sealed class Writer(ContentHubApp app, string name = "Wanda", Role role = Role.Editor)
{
    public string Token { get; } = app.Token(name, role);

    public ContentHubApp App => app;

    /// <param name="type">As in the mutation's name, e.g. <c>SymptomList</c>.</param>
    public async Task<Written> CreateAsync(string type, object content, string? entryId = null, string? locale = null, string? id = null, int? sourceVersion = null) =>
        Of(await app.DoneAsync($"create{type}", new { id, entryId, locale, sourceVersion, content }, Token));

    /// <summary>Saves a new revision and gives what is then the draft.</summary>
    public async Task<Written> PatchAsync(string type, Written entry, object patch) =>
        Of(await app.DoneAsync($"update{type}", new { id = entry.Id, expectedVersion = entry.Version, patch }, Token));

    public Task<JsonNode> TryCreateAsync(string type, object content, string? entryId = null, string? locale = null, string? id = null, int? sourceVersion = null) =>
        app.MutateAsync($"create{type}", new { id, entryId, locale, sourceVersion, content }, Token);

    public Task<JsonNode> TryPatchAsync(string type, Written entry, object patch) =>
        app.MutateAsync($"update{type}", new { id = entry.Id, expectedVersion = entry.Version, patch }, Token);

    public Task<JsonNode> TryEditAsync(string type, Written entry, params object[] edits) =>
        app.MutateAsync($"update{type}", new { id = entry.Id, expectedVersion = entry.Version, edits }, Token);

    /// <summary>A field of <c>Query.editorial</c>.</summary>
    public async Task<JsonNode?> ReadAsync(string field, object? variables = null, string declared = "") =>
        (await app.QueryAsync($"query{declared} {{ editorial {{ field: {field} }} }}", variables, Token))["editorial"]!["field"];

    /// <summary>What the newest revision says.</summary>
    /// <param name="selection">Of the content's type.</param>
    public async Task<JsonNode> ContentAsync(string type, Written entry, string selection) =>
        (await ReadAsync($"draft(id: \"{entry.Id}\") {{ content {{ ... on {type}Content {{ {selection} }} }} }}"))!["content"]!;

    public static Written Of(JsonNode payload) => payload["draft"] is { } draft
        ? new((string)draft["id"]!, (string)draft["entryId"]!, (string?)draft["slug"], (int)draft["version"]!)
        : throw new InvalidOperationException($"There is no draft: {payload.ToJsonString()}");

    /// <summary>The refusals as <c>CODE path/from/input</c>, in their order.</summary>
    public static IReadOnlyList<string> Refusals(JsonNode payload) =>
        [.. payload["errors"]!.AsArray().Select(e => $"{e!["code"]} {string.Join('/', e["path"]!.AsArray().Select(p => (string?)p))}")];
}
