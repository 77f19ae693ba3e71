using System.Globalization;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Fields;
using ContentHub.Storage;
using GraphQL.Types;

namespace ContentHub.Editorial.Audit;

internal sealed class AuditRecordType : ObjectGraphType<AuditRecord>
{
    public AuditRecordType(ContentTypes types)
    {
        Name = "AuditRecord";
        Description = "One act in the log.";
        this.Value("id", "Globally unique, for as long as this log lasts.", r => new GlobalId(string.Create(CultureInfo.InvariantCulture, $"A{r.Change.Sequence}")));
        this.Value("sequence", "From 1, without a gap.", r => r.Change.Sequence.ToString(CultureInfo.InvariantCulture));
        this.Value("at", "When it was done.", r => r.Change.At);
        this.Loaded<AuditRecord, Actor>("by", "Who did it.", c => EditorialLoaders.Of(c).Actors.Load(c.Source.Change.ActorId));
        this.OptionalValue("address", "Network address it came from; null for programs, and where it was erased.", r => r.Change.Address);
        this.Value("action", "What was done, e.g. APPROVED. New kinds may come.", r => AuditActions.NameOf(r.Change.Kind));
        this.LoadedOptional<AuditRecord, EntryRef>("ref", "The entry, as it is named now; null for an act on a partner.", c => types.Find(c.Source.Variant.Type) is { } type ? ReferencedEntries.RefOf(c.Source.Variant, type, Request.Of(c)) : null);
        this.OptionalValue("partner", "The partner that it was done to, as it is named now; null for content.", r => r.Variant.Type == Partner.EntryType ? r.Variant.Title : null);
        this.Value("version", "The version that it was done to.", r => r.Change.Version);
        this.Value("fromState", "Where that version stood before; null when the act moved no state.", r => r.Change.FromState);
        this.Value("toState", "Where it stood afterwards.", r => r.Change.ToState);
        this.OptionalValue("reason", "What was said with it.", r => r.Change.Reason);
        this.Value("hash", "Of the chain up to here, in hexadecimal: keep one to check later that nothing before it was changed.", r => Convert.ToHexStringLower(r.Change.Hash));
    }
}

internal sealed class AuditFilterType : InputObjectGraphType<AuditFilter>
{
    public AuditFilterType(FilterTypes filters)
    {
        Name = "AuditFilter";
        Description = "Which acts; fields are joined by AND.";
        Field<IdGraphType>("entryId").Description("Of one entry: its `entryId` for every locale, the reader's or the draft's id for one.");
        Field<StringGraphType>("by").Description("By the person of this name, whatever the case.");
        Field<StringGraphType>("action").Description("Of this kind, e.g. APPROVED.");
        AddField(new FieldType { Name = "at", Description = "When it was done.", ResolvedType = filters.DateTime });
    }

    public override object ParseDictionary(IDictionary<string, object?> value) => new AuditFilter(
        value.TryGetValue("entryId", out var id) ? (string?)id : null,
        value.TryGetValue("by", out var by) ? (string?)by : null,
        value.TryGetValue("action", out var action) && action is string name ? AuditActions.Parse(name) : null,
        value.TryGetValue("at", out var at) ? at : null);
}

/// <summary>Kinds of acts by the names that the API has for them.</summary>
internal static class AuditActions
{
    private static readonly Dictionary<string, ChangeKind> ByName = Enum.GetValues<ChangeKind>().ToDictionary(NameOf);

    public static string NameOf(ChangeKind kind) => EnumNames.Convert(kind.ToString());

    /// <exception cref="RequestError">There is no such kind.</exception>
    public static ChangeKind Parse(string name) => ByName.TryGetValue(name, out var kind)
        ? kind
        : throw new RequestError("INVALID_ACTION", $"`action` is one of {string.Join(", ", ByName.Keys)}.");
}
