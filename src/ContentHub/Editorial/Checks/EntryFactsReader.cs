using System.Text.Json.Nodes;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Editorial.Drafts;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Editorial.Checks;

/// <summary>
/// Reads what stands around documents: one statement for all entries that they name, one for what those say where it matters.
/// The tree of topics comes from what is public, which is in memory.
/// </summary>
public sealed class EntryFactsReader(ContentTypes types, SnapshotFollower follower, SiteClock clock)
{
    private static readonly IReadOnlyDictionary<Guid, int> NoVersions = new Dictionary<Guid, int>();

    /// <param name="together">Entries that go out in the same act: they count as published.</param>
    /// <param name="versions">By variant, which version of them.</param>
    internal async Task<IReadOnlyList<EntryFacts>> ReadAsync(
        ContentHubDb db, IReadOnlyList<CheckSubject> subjects, CancellationToken cancellation, IReadOnlySet<Guid>? together = null, IReadOnlyDictionary<Guid, int>? versions = null)
    {
        var named = subjects.Select(s => LinksOf(s.Outline).ToList()).ToList();
        var ids = named.SelectMany(n => n.Select(l => l.EntryId)).Concat(subjects.SelectMany(s => s.Outline.Topics)).Concat(subjects.Select(s => s.EntryId).OfType<Guid>()).ToHashSet();
        var variants = ids.Count == 0 ? [] : await db.Variants.AsNoTracking().Where(v => ids.Contains(v.EntryId) && v.DiscardedAt == null)
            .Select(v => new VariantFacts(v.Id, v.EntryId, v.Type, v.Locale, v.Title, v.Slug, v.HeadVersion, v.PublishedVersion, v.RetractedVersion)).ToListAsync(cancellation);
        var anchored = named.SelectMany(n => n.Where(l => l.Anchor is not null).Select(l => l.EntryId)).ToHashSet();
        var known = new Known(types, follower.Current, clock.Today, variants.ToLookup(v => v.EntryId), await DocumentsAsync(db, subjects, variants, anchored, versions ?? NoVersions, cancellation), anchored, together ?? new HashSet<Guid>(), versions ?? NoVersions);
        return [.. subjects.Zip(named, known.Of)];
    }

    private static IEnumerable<(Guid EntryId, string? Anchor)> LinksOf(Outline outline) => outline.Links.Select(l => (l.EntryId, (string?)null))
        .Concat(outline.Texts.Where(t => t.IsMarkdown && t.Source.Contains("entry:", StringComparison.OrdinalIgnoreCase))
            .SelectMany(t => Texts.InlineText.Parse(t.Source).EntryLinks()).Select(l => (l.EntryId, l.Anchor)));

    /// <summary>The texts that are asked for: of help lines, of entries whose sections are linked to, of what is translated, and when each subject is due.</summary>
    private async Task<ILookup<Guid, DocumentFacts>> DocumentsAsync(
        ContentHubDb db, IReadOnlyList<CheckSubject> subjects, IReadOnlyList<VariantFacts> variants, HashSet<Guid> anchored, IReadOnlyDictionary<Guid, int> versions, CancellationToken cancellation)
    {
        var own = subjects.Select(s => s.EntryId).OfType<Guid>().ToHashSet();
        var wanted = variants.Where(v => own.Contains(v.EntryId) || anchored.Contains(v.EntryId) || types[v.Type].OffersHelp).Select(v => v.Id).ToList();
        if (wanted.Count == 0)
        {
            return Array.Empty<DocumentFacts>().ToLookup(d => d.VariantId);
        }

        var sources = subjects.Select(s => s.SourceVersion).OfType<int>().Concat(versions.Where(v => wanted.Contains(v.Key)).Select(v => v.Value)).Distinct().ToList();
        var found = await db.Revisions.AsNoTracking()
            .Where(r => wanted.Contains(r.VariantId) && (sources.Contains(r.Version) || db.Variants.Any(v => v.Id == r.VariantId && (v.HeadVersion == r.Version || v.PublishedVersion == r.Version))))
            .Select(r => new DocumentFacts(r.VariantId, r.Version, r.Document, r.NextReviewDue)).ToListAsync(cancellation);
        return found.ToLookup(d => d.VariantId);
    }

    private sealed record VariantFacts(Guid Id, Guid EntryId, string Type, string Locale, string Title, string? Slug, int HeadVersion, int? PublishedVersion, int? RetractedVersion);

    private sealed record DocumentFacts(Guid VariantId, int Version, string Document, DateOnly? NextReviewDue);

    /// <summary>All that was read, and how it looks from each subject.</summary>
    private sealed class Known(
        ContentTypes types, Published view, DateOnly today, ILookup<Guid, VariantFacts> variants, ILookup<Guid, DocumentFacts> documents, HashSet<Guid> anchored, IReadOnlySet<Guid> together, IReadOnlyDictionary<Guid, int> versions)
    {
        public EntryFacts Of(CheckSubject subject, IReadOnlyList<(Guid EntryId, string? Anchor)> links)
        {
            var own = subject.EntryId is { } id ? variants[id].FirstOrDefault(v => v.Locale == subject.Locale) : null;
            return new()
            {
                Type = subject.Type.Name,
                IsClinical = subject.Type.IsClinical,
                Locale = subject.Locale,
                Today = today,
                EntryId = subject.EntryId,
                NextReviewDue = subject.Type.IsClinical && own is not null ? DueOf(own, subject) : null,
                Source = subject.EntryId is { } entryId ? SourceOf(entryId, subject) : null,
                Topic = subject.Outline.Topics.Select(t => TitleOf(t, subject.Locale)).FirstOrDefault(t => t is not null),
                TopicNames = [.. subject.Outline.Topics.SelectMany(NamesAround).Distinct()],
                Linked = links.Select(l => l.EntryId).Distinct().Where(e => e != subject.EntryId).Select(e => (Id: e, Entry: LinkedTo(e, subject.Locale))).Where(e => e.Entry is not null)
                    .ToDictionary(e => e.Id, e => e.Entry!),
            };
        }

        /// <summary>What readers see counts; a draft that never went out counts by itself.</summary>
        private DateOnly? DueOf(VariantFacts own, CheckSubject subject) => own.PublishedVersion is { } published
            ? documents[own.Id].FirstOrDefault(d => d.Version == published)?.NextReviewDue
            : subject.Revision?.NextReviewDue;

        private LinkedEntry? LinkedTo(Guid entryId, string locale)
        {
            var chain = view.Locales.Chain(locale).ToList();
            var all = variants[entryId].OrderBy(v => chain.IndexOf(v.Locale) is var place && place < 0 ? int.MaxValue : place).ThenBy(v => v.Locale, StringComparer.Ordinal).ToList();

            // Which variant readers get is decided first: where theirs was retracted they do not get another language in its place.
            var shown = all.Find(v => chain.Contains(v.Locale) && (v.PublishedVersion is not null || v.RetractedVersion is not null || together.Contains(entryId))) ?? all.FirstOrDefault();
            if (shown is null)
            {
                return null;
            }

            var isVisible = chain.Contains(shown.Locale) && (shown.PublishedVersion is not null || together.Contains(entryId));
            var content = documents[shown.Id].FirstOrDefault(d => d.Version == (versions.TryGetValue(shown.Id, out var released) ? released : shown.PublishedVersion ?? shown.HeadVersion)) is { } document ? RevisionContent.Read(types[shown.Type], document.Document) : null;
            return new(
                shown.Type, shown.Title, isVisible, shown.PublishedVersion is null && shown.RetractedVersion is not null && !isVisible,
                content is not null && anchored.Contains(entryId) ? types[shown.Type].OutlineOf(content).Sections.Select(s => s.Anchor).OfType<string>().ToHashSet() : null,
                content is null ? null : types[shown.Type].HelpOf(content));
        }

        private SourceFacts? SourceOf(Guid entryId, CheckSubject subject)
        {
            var original = view.Locales.Default.Tag;
            if (subject.Locale == original || variants[entryId].FirstOrDefault(v => v.Locale == original) is not { } source)
            {
                return null;
            }

            string? Of(int? version) => documents[source.Id].FirstOrDefault(d => d.Version == version)?.Document;
            var (before, shown) = (Of(subject.SourceVersion), Of(source.PublishedVersion));
            var isChanged = source.PublishedVersion > subject.SourceVersion && before is not null && shown is not null && SaysOther(before, shown);
            var sources = (shown ?? before ?? Of(source.HeadVersion)) is { } document ? subject.Type.OutlineOf(RevisionContent.Read(subject.Type, document)).Sources : [];
            return new(original, subject.SourceVersion, source.PublishedVersion, isChanged, source.PublishedVersion is null && source.RetractedVersion is not null, sources);
        }

        /// <summary>Whether two versions differ in more than where they are filed.</summary>
        private static bool SaysOther(string before, string after)
        {
            static JsonNode Said(string document)
            {
                var fields = (JsonObject)JsonNode.Parse(document)!;
                foreach (var filed in new[] { "slug", "topics", "noIndex", "seoTitle", "seoDescription" })
                {
                    fields.Remove(filed);
                }

                return fields;
            }

            return before != after && !JsonNode.DeepEquals(Said(before), Said(after));
        }

        private string? TitleOf(Guid topic, string locale) => view.Linked(topic, locale)?.Title.ToString() ?? variants[topic].Select(v => v.Title).FirstOrDefault(t => t.Length > 0);

        /// <summary>A topic's names in every language, with those of what stands above and below it.</summary>
        private IEnumerable<string> NamesAround(Guid topic)
        {
            var locale = view.Locales.Default.Tag;
            var around = new HashSet<Guid> { topic };
            for (var above = ParentOf(topic, locale); above is { } parent && around.Add(parent); above = ParentOf(parent, locale))
            {
            }

            var open = new Stack<(string Type, Guid Id)>(view.Linked(topic, locale) is { } own ? [(own.Type.Name, topic)] : []);
            while (open.TryPop(out var next))
            {
                foreach (var child in view.Indexed(next.Type, new IndexKey("parent", IndexKey.ValueOf(next.Id)), locale).Where(c => around.Add(c.EntryId)))
                {
                    open.Push((next.Type, child.EntryId));
                }
            }

            return around.SelectMany(id => view.Translations(id).SelectMany(t => new[] { t.Title.ToString(), t.Slug.ToString() }).Concat(variants[id].SelectMany(v => new[] { v.Title, v.Slug ?? "" }))).Where(name => name.Length > 0);
        }

        private Guid? ParentOf(Guid topic, string locale) => (view.Linked(topic, locale) as IHasParent)?.ParentId;
    }
}
