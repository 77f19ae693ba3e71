using System.Text.Json.Nodes;
using ContentHub.Api.Errors;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Drafts;
using ContentHub.Editorial.Entries;
using ContentHub.Editorial.Texts;
using ContentHub.Storage;
using GraphQL.Types;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Checks;

/// <summary>Text that is not saved, of one type.</summary>
/// <param name="Content">With the fields that were sent.</param>
public sealed record CheckInput(ContentType Type, JsonObject Content);

/// <summary>Checks text that is not saved, while it is typed: what a save would refuse, what is missing, and all findings. Stores nothing.</summary>
public sealed class CheckText(IDbContextFactory<ContentHubDb> databases, SiteLocales locales, EditorialChecks checks)
{
    /// <param name="locale">BCP 47; null: the draft's, else the site's default.</param>
    /// <param name="id">Of the draft or reader's entry that it is a change of; null for a new one.</param>
    /// <exception cref="RequestError">The locale is none of the site's, or the id is unknown or of another type.</exception>
    public async Task<CheckResult> RunAsync(CheckInput input, string? locale, string? id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var variant = id is null ? null : await DraftReader.FindVariantAsync(db, id, cancellation);
        if (id is not null && variant?.Type != input.Type.Name)
        {
            throw new RequestError("NOT_FOUND", $"`id` of check: there is no {input.Type.Noun} with this id.");
        }

        var tag = variant?.Locale ?? (locale is null ? locales.Default.Tag : locales.All.FirstOrDefault(l => string.Equals(l.Tag, locale, StringComparison.OrdinalIgnoreCase))?.Tag)
            ?? throw new RequestError("INVALID", $"`locale` of check: the site has {string.Join(", ", locales.All.Select(l => l.Tag))}.");
        if (InputTexts.HalfCharacterIn(input.Content, []) is { } half)
        {
            return new([new("invalid", FindingSeverity.Error, half.Message, half.Path, null, "Type the words around it again.")], Readability.Of("", tag));
        }

        var document = EntryDocument.Prepare(input.Type, (JsonObject)input.Content.DeepClone());
        var head = variant is null ? null : await db.Revisions.AsNoTracking().SingleAsync(r => r.VariantId == variant.Id && r.Version == variant.HeadVersion, cancellation);
        var unknown = await EntryDocument.CheckReferencesAsync(document, db, cancellation);
        var subject = new CheckSubject(input.Type, document.Content, input.Type.OutlineOf(document.Content), tag, variant?.EntryId, head, head?.SourceVersion);
        return await checks.OfTextAsync(db, subject, [.. document.Faults.Concat(unknown).Take(EntryDocument.FaultsMax)], cancellation);
    }
}

/// <summary>Text that is not saved: the one field that is set says of which type it is.</summary>
internal sealed class CheckInputType : InputObjectGraphType<CheckInput>
{
    private readonly ContentTypes _types;

    public CheckInputType(ContentTypes types)
    {
        _types = types;
        Name = "CheckInput";
        Description = "Text that is not saved, of one type, with the fields of its mutations.";
        IsOneOf = true;
        foreach (var type in types.All)
        {
            AddField(new FieldType { Name = FieldOf(type), Description = $"The fields of {type.ANoun}; any may be left out.", Type = typeof(RecordInputType<>).MakeGenericType(type.RecordType) });
        }
    }

    public override object ParseDictionary(IDictionary<string, object?> value)
    {
        var (name, content) = value.Single();
        return new CheckInput(_types.All.Single(t => FieldOf(t) == name), (JsonObject)content!);
    }

    private static string FieldOf(ContentType type) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(type.GraphName);
}
