using System.Text.Json.Nodes;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Locations;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Topics;
using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Entries;
using ContentHub.Importing.Seeding;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

/// <summary>What the checks say of the content that a new installation starts with. The server itself refuses to load one with an error.</summary>
public sealed class SeedFindingsTests(ITestOutputHelper output)
{
    /// <summary>Remarks that were looked at one by one and do not fit, each with the reason; a remark that is gone must go here too.</summary>
    private static readonly Dictionary<string, string> Known = [];

    private static readonly ContentType[] Types =
        [ArticleModule.Type, SymptomListModule.Type, FaqEntryModule.Type, ProgramModule.Type, TopicModule.Type, PersonModule.Type, LocationModule.Type, GlossaryTermModule.Type, HelpLineModule.Type];

    private sealed record Entry(SeedFile File, ContentHub.Editorial.Documents.IEntryContent Content, Outline Outline);

    [Fact]
    public void No_entry_has_an_error_and_every_warning_was_looked_at()
    {
        var files = SeedFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "seed"), Types, "en-US");
        var originals = files.Where(f => f.Locale == "en-US").ToDictionary(f => f.EntryId);
        var entries = files.Select(f => Read(f, originals)).ToList();
        var byId = entries.ToLookup(e => e.File.EntryId);

        var findings = entries.SelectMany(e => EditorialChecks.Run(EditorialChecks.All, new(e.Outline, FactsOf(e, byId), new())).Select(f => Line(e, f))).Order().ToList();

        var left = findings.Where(f => !Known.Keys.Any(k => f.StartsWith(k, StringComparison.Ordinal))).ToList();
        output.WriteLine(string.Join('\n', left));
        Assert.DoesNotContain(findings, f => f.StartsWith("Error", StringComparison.Ordinal));
        Assert.True(left.Count == 0, string.Join('\n', left));
        Assert.All(Known.Keys, known => Assert.Contains(findings, f => f.StartsWith(known, StringComparison.Ordinal)));
    }

    private static Entry Read(SeedFile file, Dictionary<Guid, SeedFile> originals)
    {
        var source = originals.TryGetValue(file.EntryId, out var original) && original != file ? (JsonObject)original.Content.DeepClone() : null;
        source?.Remove("slug");
        var content = EntryDocument.Prepare(file.Type, CreateEntry.Merged(source, file.Content)).Content;
        return new(file, content, file.Type.OutlineOf(content));
    }

    private static EntryFacts FactsOf(Entry entry, ILookup<Guid, Entry> byId)
    {
        var names = entry.Outline.Topics.SelectMany(t => Around(t, byId)).Distinct().SelectMany(t => byId[t]).SelectMany(t => new[] { t.Content.Heading!, t.Content.Slug! }).Distinct().ToList();
        return new()
        {
            Type = entry.File.Type.Name, IsClinical = entry.File.Type.IsClinical, Locale = entry.File.Locale, Today = new(2026, 11, 27), EntryId = entry.File.EntryId, TopicNames = names,
            Topic = entry.Outline.Topics.Select(t => byId[t].First().Content.Heading).FirstOrDefault(),
            Linked = byId.ToDictionary(e => e.Key, e => LinkedTo(e, entry.File.Locale)),
        };
    }

    private static LinkedEntry LinkedTo(IEnumerable<Entry> variants, string locale)
    {
        var shown = variants.FirstOrDefault(v => v.File.Locale == locale) ?? variants.First(v => v.File.Locale == "en-US");
        return new(shown.File.Type.Name, shown.Content.Heading!, IsVisible: true, IsRetracted: false, shown.Outline.Sections.Select(s => s.Anchor).OfType<string>().ToHashSet(), shown.File.Type.HelpOf(shown.Content));
    }

    private static HashSet<Guid> Around(Guid topic, ILookup<Guid, Entry> byId)
    {
        var around = new HashSet<Guid> { topic };
        for (var at = ParentOf(topic, byId); at is { } parent && around.Add(parent); at = ParentOf(parent, byId))
        {
        }

        var open = new Stack<Guid>([topic]);
        while (open.TryPop(out var next))
        {
            foreach (var child in byId.Select(e => e.Key).Where(k => ParentOf(k, byId) == next && around.Add(k)).ToList())
            {
                open.Push(child);
            }
        }

        return around;
    }

    private static Guid? ParentOf(Guid topic, ILookup<Guid, Entry> byId) => (byId[topic].FirstOrDefault()?.Content as TopicContent)?.Parent;

    private static string Line(Entry entry, Finding finding) => $"{finding.Severity} {finding.Rule} {entry.File.File} {string.Join('/', finding.Path)}: {finding.Message} {finding.Suggestion}";
}
