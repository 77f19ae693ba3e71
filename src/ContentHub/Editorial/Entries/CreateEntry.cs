using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Errors;
using ContentHub.Delivery;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Entries;

/// <summary>A new entry, or a further locale of one.</summary>
/// <param name="Id">The caller's own UUID, so that sending the same again is safe: it answers the first result. Null: the server's.</param>
/// <param name="EntryId">UUID of the entry that this is a locale of; an unknown one is taken for the new entry. Null: a new entry.</param>
/// <param name="Locale">BCP 47; null for the site's default.</param>
/// <param name="SourceVersion">Version of the default locale that it was made from; null for its newest.</param>
public sealed record CreateInput(string? Id, string? EntryId, string? Locale, int? SourceVersion, JsonObject Content);

/// <summary>Makes a draft. What a further locale leaves out is copied from the source.</summary>
public sealed class CreateEntry(Acts acts, SiteLocales locales)
{
    public Task<Outcome> RunAsync(ContentType type, CreateInput input, Caller caller, CancellationToken cancellation) =>
        acts.RunAsync(caller, act => DecideAsync(act, type, input), cancellation);

    internal async Task<Decision> DecideAsync(Act act, ContentType type, CreateInput input)
    {
        var errors = new List<IUserError>();
        if (InputTexts.HalfCharacterIn(input.Content, ["input", "content"]) is { } textFault)
        {
            return Decision.Refuse(textFault);
        }

        var id = Uuid(input.Id, act.Now, "id", errors);
        var entryId = Uuid(input.EntryId, act.Now, "entryId", errors);
        var locale = input.Locale is null ? locales.Default.Tag : locales.All.FirstOrDefault(l => string.Equals(l.Tag, input.Locale, StringComparison.OrdinalIgnoreCase))?.Tag;
        if (locale is null)
        {
            errors.Add(new ValidationError($"The site has no locale “{input.Locale}”; it has {string.Join(", ", locales.All.Select(l => l.Tag))}.", ErrorCode.Invalid, ["input", "locale"]));
        }

        if (errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        if (input.Id is not null && await act.Db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, act.Cancellation) is { } before)
        {
            return before.CreatedBy == act.ActorId && before.Type == type.Name && before.Locale == locale && (input.EntryId is null || before.EntryId == entryId) && before.DiscardedAt is null
                ? new(before.Id, [], [])
                : Decision.Refuse(new ValidationError("This id is in use for something else: take a new UUID.", ErrorCode.Invalid, ["input", "id"]));
        }

        var entry = input.EntryId is null ? null : await act.Db.Entries.FindAsync([entryId], act.Cancellation);
        if (entry is not null && entry.Type != type.Name)
        {
            return Decision.Refuse(new ValidationError($"The entry is no {type.Noun}.", ErrorCode.Invalid, ["input", "entryId"]));
        }

        var (source, sourceVersion, refusal) = await SourceAsync(act, entry, locale!, input.SourceVersion);
        if (refusal is not null)
        {
            return Decision.Refuse(refusal);
        }

        var document = EntryDocument.Prepare(type, Merged(source, input.Content));
        errors.AddRange(document.Faults.Concat(await EntryDocument.CheckReferencesAsync(document, act.Db, act.Cancellation)).Take(EntryDocument.FaultsMax).Select(f => Refusals.Of(f, document.Places.Find(f.Path, "content"))));
        if (errors.Count > 0)
        {
            return Decision.Refuse(errors);
        }

        if (entry is null)
        {
            entry = new Entry { Id = entryId, Type = type.Name, CreatedAt = act.Now };
            act.Db.Entries.Add(entry);
        }

        var variant = new Variant
        {
            Id = id,
            EntryId = entry.Id,
            Type = type.Name,
            Locale = locale!,
            CreatedBy = act.ActorId,
            CreatedAt = act.Now,
            UpdatedBy = act.ActorId,
            UpdatedAt = act.Now,
            HeadVersion = 1,
            LastVersion = 1,
            HeadState = WorkflowState.Draft,
        };
        document.ShowIn(variant);
        var revision = document.ToRevision(variant.Id, 1, act.ActorId, act.Now, note: null, sourceVersion);
        act.Db.Variants.Add(variant);
        act.Db.Revisions.Add(revision);
        await SlugClaims.MoveAsync(act, variant, document.Content.Slug);
        return Decision.Write(variant.Id, act.Change(ChangeKind.Created, variant, revision)) with { SlugPath = ["input", "content", "slug"] };
    }

    private static Guid Uuid(string? text, DateTimeOffset now, string field, List<IUserError> errors)
    {
        if (text is null)
        {
            return Guid.CreateVersion7(now);
        }

        if (!Guid.TryParse(text, out var id) || id == Guid.Empty)
        {
            errors.Add(new ValidationError($"`{field}` must be a UUID, e.g. from crypto.randomUUID().", ErrorCode.Invalid, ["input", field]));
        }

        return id;
    }

    /// <summary>What a further locale starts from: the default locale's document, slug left out because it is another language's.</summary>
    private async Task<(JsonObject? Document, int? Version, IUserError? Refusal)> SourceAsync(Act act, Entry? entry, string locale, int? version)
    {
        if (entry is null || locale == locales.Default.Tag)
        {
            return version is null ? (null, null, null) : (null, null, new ValidationError("Only a further locale of an entry has a source.", ErrorCode.Invalid, ["input", "sourceVersion"]));
        }

        var source = await act.Db.Variants.AsNoTracking().SingleOrDefaultAsync(v => v.EntryId == entry.Id && v.Locale == locales.Default.Tag && v.DiscardedAt == null, act.Cancellation);
        var revision = source is null ? null : await act.Db.Revisions.AsNoTracking()
            .SingleOrDefaultAsync(r => r.VariantId == source.Id && r.Version == (version ?? source.HeadVersion), act.Cancellation);
        if (version is not null && revision is null)
        {
            return (null, null, new NotFoundError($"The {locales.Default.Tag} entry has no version {version}.", ["input", "sourceVersion"]));
        }

        var document = revision is null ? null : (JsonObject)JsonNode.Parse(revision.Document)!;
        document?.Remove("slug");
        return (document, revision?.Version, null);
    }

    /// <summary>A further locale's document: what it does not say is as in the source.</summary>
    internal static JsonObject Merged(JsonObject? source, JsonObject content)
    {
        var merged = source ?? [];
        foreach (var (name, value) in content)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
