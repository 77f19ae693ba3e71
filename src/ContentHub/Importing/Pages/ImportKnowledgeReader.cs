using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Content.Programs;
using ContentHub.Content.Topics;
using ContentHub.Editorial.Documents;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Importing.Pages;

/// <summary>Reads what an import may point to: newest versions, whether they are public yet or not. Five statements, however much there is.</summary>
internal static class ImportKnowledgeReader
{
    /// <param name="except">Entries that the import itself made before.</param>
    public static async Task<ImportKnowledge> ReadAsync(ContentHubDb db, string locale, IReadOnlySet<Guid> except, CancellationToken cancellation)
    {
        var questions = await Shown(db, "FAQ_ENTRY").Where(v => v.Locale == locale && v.Title != "").OrderBy(v => v.CreatedAt).ThenBy(v => v.Id).Select(v => new KnownQuestion(v.EntryId, v.Title)).ToListAsync(cancellation);
        return new(
            Topics(await DocumentsAsync<TopicContent>(db, "TOPIC", cancellation), locale),
            [.. questions.Where(q => !except.Contains(q.EntryId))],
            [.. (await DocumentsAsync<ProgramContent>(db, "PROGRAM", cancellation)).Where(p => p.Locale == locale && !except.Contains(p.EntryId)).Select(p => new KnownProgram(p.EntryId, p.Content.Title ?? "", TextOf(p.Content)))],
            [.. (await DocumentsAsync<LocationContent>(db, "LOCATION", cancellation)).Where(l => !string.IsNullOrWhiteSpace(l.Content.City)).Select(l => new KnownPlace(l.EntryId, l.Content.City!)).Distinct()])
        {
            Terms = [.. (await DocumentsAsync<GlossaryTermContent>(db, "GLOSSARY_TERM", cancellation)).Where(t => t.Locale == locale && !except.Contains(t.EntryId)).SelectMany(t => t.Content.AlternateNames.Append(t.Content.Title ?? ""))],
        };
    }

    private static IReadOnlyList<KnownTopic> Topics(IReadOnlyList<(Guid EntryId, string Locale, TopicContent Content)> documents, string locale) =>
        [.. documents.Where(d => d.Content.Kind is not TopicKind.Collection && !string.IsNullOrWhiteSpace(d.Content.Title)).GroupBy(d => d.EntryId).Select(d => new KnownTopic(
            d.Key, d.OrderBy(t => t.Locale != locale).First().Content.Title!, [.. d.SelectMany(t => t.Content.AlternateNames.Append(t.Content.Title!)).Distinct()]))];

    private static string TextOf(ProgramContent program) => string.Join(' ', program.Sections.SelectMany(s => s.Blocks).SelectMany(TextsOf).Select(Inlines.ToPlain));

    private static IEnumerable<string> TextsOf(BlockContent block) => block switch
    {
        { Paragraph: { } paragraph } => [paragraph.Text],
        { BulletList: { } list } => list.Items.Select(i => i.Text),
        { NumberedList: { } list } => list.Items.Select(i => i.Text),
        _ => [],
    };

    /// <summary>What was retracted is not pointed to.</summary>
    private static IQueryable<Variant> Shown(ContentHubDb db, string type) =>
        db.Variants.AsNoTracking().Where(v => v.Type == type && v.DiscardedAt == null && (v.RetractedVersion == null || v.PublishedVersion != null));

    private static async Task<IReadOnlyList<(Guid EntryId, string Locale, T Content)>> DocumentsAsync<T>(ContentHubDb db, string type, CancellationToken cancellation)
    {
        var found = await Shown(db, type).OrderBy(v => v.CreatedAt).ThenBy(v => v.Id)
            .Join(db.Revisions, v => new { VariantId = v.Id, Version = v.HeadVersion }, r => new { r.VariantId, r.Version }, (v, r) => new { v.EntryId, v.Locale, r.Document })
            .ToListAsync(cancellation);
        return [.. found.Select(f => (f.EntryId, f.Locale, DocumentReading.Read<T>(f.Document)))];
    }
}
