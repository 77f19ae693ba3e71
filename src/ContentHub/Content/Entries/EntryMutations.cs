using System.ComponentModel;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Records;
using ContentHub.Content.Parts;
using ContentHub.Editorial;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Fields;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Content.Entries;

/// <summary>Create and update of each type: written once, named after the type.</summary>
internal static class EntryMutations
{
    private static readonly Role[] Writers = [Role.Author, Role.Editor];

    public static void AddTo(IObjectGraphType root, ContentType type)
    {
        root.Mutation<DraftPayload>($"create{type.GraphName}", $"Make {type.ANoun} as a draft, or a further locale of one. Author or Editor.", Writers,
            typeof(CreateInputType<>).MakeGenericType(type.RecordType),
            (context, input, caller) => context.PayloadAsync<DraftPayload>(context.RequestServices!.GetRequiredService<CreateEntry>().RunAsync(type, (CreateInput)input, caller, context.CancellationToken)));
        root.Mutation<DraftPayload>($"update{type.GraphName}", $"Save a new revision of {type.ANoun}; what readers see does not move. Author of it, or Editor.", Writers,
            typeof(UpdateInputType<>).MakeGenericType(type.RecordType),
            (context, input, caller) => context.PayloadAsync<DraftPayload>(context.RequestServices!.GetRequiredService<UpdateEntry>().RunAsync(type, (UpdateInput)input, caller, context.CancellationToken)));
    }
}

/// <summary>A new draft of one type.</summary>
internal sealed class CreateInputType<TContent> : InputObjectGraphType<CreateInput>
{
    public CreateInputType()
    {
        Name = $"Create{typeof(TContent).Name[..^"Content".Length]}Input";
        Description = "A new draft. A draft may lack anything; a slug that is absent is made from the title.";
        Field<IdGraphType>("id").Description("Your own UUID makes a retry safe: the same create again answers the first result.");
        Field<IdGraphType>("entryId").Description("UUID of the entry that this is a further locale of; what `content` leaves out is then copied from the default locale. A UUID that is not in use becomes the new entry's.");
        Field<StringGraphType>("locale").Description("BCP 47, one of the site's; its default when absent.");
        Field<IntGraphType>("sourceVersion").Description("For a further locale: the version of the default locale that it is made from; its newest when absent.");
        Field<NonNullGraphType<RecordInputType<TContent>>>("content").Description("What it says.");
    }

    public override object ParseDictionary(IDictionary<string, object?> value) => new CreateInput(
        value.TryGetValue("id", out var id) ? id?.ToString() : null,
        value.TryGetValue("entryId", out var entryId) ? entryId?.ToString() : null,
        value.TryGetValue("locale", out var locale) ? (string?)locale : null,
        value.TryGetValue("sourceVersion", out var source) ? (int?)source : null,
        (JsonObject)value["content"]!);
}

/// <summary>A change of one type.</summary>
internal sealed class UpdateInputType<TContent> : InputObjectGraphType<UpdateInput>
{
    public UpdateInputType()
    {
        Name = $"Update{typeof(TContent).Name[..^"Content".Length]}Input";
        Description = "A change: `patch` first, then `edits` in order; one revision, or errors and nothing.";
        Field<NonNullGraphType<IdGraphType>>("id").Description("The reader's or the draft's id.");
        Field<NonNullGraphType<IntGraphType>>("expectedVersion").Description("The newest version that you read; if somebody saved since, the answer is a ConflictError.");
        Field<RecordInputType<TContent>>("patch").Description("Absent is unchanged, null is cleared, a list is replaced whole.");
        if (typeof(TContent).GetProperty("Sections") is not null)
        {
            Field<ListGraphType<NonNullGraphType<RecordInputType<BodyEdit>>>>("edits").Description("Changes of single sections and blocks, by key; not together with a patch of `sections`.");
        }

        Field<IntGraphType>("sourceVersion").Description("For a translation: it is now up to date with this version of its source.");
        Field<StringGraphType>("note").Description("For colleagues; stands in the log.");
    }

    public override object ParseDictionary(IDictionary<string, object?> value) => new UpdateInput(
        value["id"]!.ToString()!,
        (int)value["expectedVersion"]!,
        value.TryGetValue("patch", out var patch) ? (JsonObject?)patch : null,
        value.TryGetValue("edits", out var edits) && edits is System.Collections.IEnumerable list ? [.. list.Cast<JsonObject>()] : [],
        value.TryGetValue("sourceVersion", out var source) ? (int?)source : null,
        value.TryGetValue("note", out var note) ? (string?)note : null);
}

[Description("One change of a body, by key: exactly one field."), OneField]
public sealed record BodyEdit
{
    [Description("Put a new section in.")] public InsertSection? InsertSection { get; init; }

    [Description("Change what a section says of itself; its blocks stay.")] public UpdateSection? UpdateSection { get; init; }

    [Description("Put a section elsewhere.")] public Move? MoveSection { get; init; }

    [Description("Take a section out with all its blocks; refused while another names it as companion.")] public PartKey? RemoveSection { get; init; }

    [Description("Put a new block in.")] public InsertBlock? InsertBlock { get; init; }

    [Description("Put another block in the place of the one with its key.")] public BlockContent? ReplaceBlock { get; init; }

    [Description("Put a block elsewhere, also into another section.")] public MoveBlock? MoveBlock { get; init; }

    [Description("Take a block out.")] public PartKey? RemoveBlock { get; init; }
}

[Description("A new section and its place.")]
public sealed record InsertSection
{
    [Description("What it says; a key that is absent is chosen.")] public required SectionContent Section { get; init; }

    [Description("Key of the section that it follows; absent: first.")] public string? After { get; init; }
}

[Description("As a patch: absent is unchanged, null is cleared.")]
public sealed record UpdateSection
{
    [Description("Which section.")] public required string Key { get; init; }

    [Description("Fragment of its URL.")] public string? Anchor { get; init; }

    [Description("Null for none.")] public string? Heading { get; init; }

    [Description("2 to 4.")] public int? Level { get; init; }

    [Description("Null where none fits.")] public HealthAspect? Aspect { get; init; }

    [Description("Cleared to be shown without the rest of the page.")] public bool? StandsAlone { get; init; }

    [Description("Keys of sections that must be shown with it.")] public IReadOnlyList<string> Companions { get; init; } = [];
}

[Description("A part and its new place.")]
public sealed record Move
{
    [Description("Which part.")] public required string Key { get; init; }

    [Description("Key of the one that it follows; absent: first.")] public string? After { get; init; }
}

[Description("A new block and its place.")]
public sealed record InsertBlock
{
    [Description("Key of the section that it goes into.")] public required string Section { get; init; }

    [Description("What it says; a key that is absent is chosen.")] public required BlockContent Block { get; init; }

    [Description("Key of the block that it follows; absent: first.")] public string? After { get; init; }
}

[Description("A block and its new place.")]
public sealed record MoveBlock
{
    [Description("Which block.")] public required string Key { get; init; }

    [Description("Key of the section that it goes into.")] public required string ToSection { get; init; }

    [Description("Key of the block that it follows; absent: first.")] public string? After { get; init; }
}

[Description("Names one part.")]
public sealed record PartKey
{
    [Description("Which part.")] public required string Key { get; init; }
}
