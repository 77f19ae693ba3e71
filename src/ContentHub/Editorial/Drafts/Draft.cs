using System.ComponentModel;
using ContentHub.Api;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Documents;
using ContentHub.Storage;

namespace ContentHub.Editorial.Drafts;

[Description("A person or program that acted.")]
public sealed record Actor(
    [property: Description("As colleagues know them; a program's own name.")] string Name,
    [property: Description("As last seen.")] IReadOnlyList<Role> Roles,
    [property: Description("A program, not a person.")] bool IsSystem)
{
    public static Actor Of(Storage.Person? person) => person is null
        ? new("Somebody whose name was erased", [], false)
        : new(person.Name, PeopleRoles.Of(person), person.IsSystem);
}

/// <summary>The newest revision of an entry in one locale, as editors see it.</summary>
public sealed class Draft(Variant variant, Storage.Revision head, ContentType type)
{
    private IEntryContent? _content;

    public Variant Variant => variant;

    public Storage.Revision Head => head;

    public ContentType Type => type;

    public IEntryContent Content => _content ??= RevisionContent.Read(type, head.Document);

    public bool IsOwn(Caller viewer) => variant.CreatedBy == viewer.ActorId;
}

/// <summary>A revision with its type, so that its content can be read.</summary>
[ItemName("Revision")]
public sealed record RevisionOf(Storage.Revision Revision, ContentType Type);

internal static class RevisionContent
{
    public static IEntryContent Read(ContentType type, string document) =>
        type.ReadContent((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(document)!);
}
