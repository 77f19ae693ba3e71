using System.Globalization;
using ContentHub.Content.SymptomLists;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Makes symptom lists of sections whose headings name signs or symptoms. Neighbours that say when alike become one list, a group for each kind.</summary>
internal sealed class SymptomSections(string title, string? topic, IReadOnlyList<Guid> topics, string language, ImportDrafts drafts, PageNotes notes)
{
    private const int ListsMax = 30;
    private const int GroupsMax = 20;
    private const int IntroductionCharactersMax = 600;

    /// <summary>Entry ids of the lists that were made.</summary>
    public List<Guid> Made { get; } = [];

    public IReadOnlyList<PageSection> Shape(IReadOnlyList<PageSection> sections)
    {
        // A list right under the title is what the title says.
        if (HeadingPatterns.Match(title) is { Type: HeadingType.SymptomList } said)
        {
            sections = [.. sections.Select(s => s.Heading is null && HasList(s) ? s with { Match = said } : s)];
        }

        var shaped = new List<PageSection>();
        for (var i = 0; i < sections.Count;)
        {
            var run = RunAt(sections, i);
            if (run.Count == 0 || Made.Count >= ListsMax)
            {
                shaped.Add(sections[i++]);
                continue;
            }

            // A heading that only names what follows holds the list.
            var parent = shaped.LastOrDefault() is { Type: HeadingType.SymptomList } before && before.Level < run[0].Level && !HasList(before) && i > 0 && ReferenceEquals(before, sections[i - 1]) ? before : null;
            if (parent is not null)
            {
                shaped.RemoveAt(shaped.Count - 1);
            }

            shaped.Add(Made_(parent, run));
            shaped.AddRange(run.Where(s => !HasList(s)).Select(s => s with { Aspect = Content.Parts.HealthAspect.Symptoms }));
            i += run.Count;
        }

        return shaped;

        PageSection Made_(PageSection? parent, IReadOnlyList<PageSection> run) => Make(parent, run, ContextOf(sections, run[0]));
    }

    private static bool HasList(PageSection section) => section.Pieces.Any(p => p is ListPiece list && SymptomItems.IsList(list));

    private static bool IsOfSigns(PageSection section) => section is { Type: HeadingType.SymptomList, Match: { } match } && (HasList(section) || (match.Category is SymptomCategory.Behavioral && Sentence(section) is not null));

    /// <summary>Sections in a row that belong into one list; the first has one.</summary>
    private IReadOnlyList<PageSection> RunAt(IReadOnlyList<PageSection> sections, int start)
    {
        if (!IsOfSigns(sections[start]) || !HasList(sections[start]))
        {
            return [];
        }

        var (first, end) = (sections[start], start + 1);
        while (end < sections.Count && IsOfSigns(sections[end]) && sections[end].Match!.Category is not null && first.Match!.Category is not null
            && sections[end].Level == first.Level && ContextOf(sections, sections[end]) == ContextOf(sections, first))
        {
            end++;
        }

        return [.. sections.Skip(start).Take(end - start)];
    }

    /// <summary>From the heading, else from the one above it, else from the title.</summary>
    private SymptomContext ContextOf(IReadOnlyList<PageSection> sections, PageSection section)
    {
        if (section.Match?.Context is { } own)
        {
            return own;
        }

        var level = section.Level;
        for (var i = IndexOf(sections, section) - 1; i >= 0 && level > 2; i--)
        {
            if (sections[i].Level < level)
            {
                level = sections[i].Level;
                if (sections[i].Match?.Context is { } above)
                {
                    return above;
                }
            }
        }

        return HeadingPatterns.Match(title)?.Context ?? SymptomContext.Condition;
    }

    private static int IndexOf(IReadOnlyList<PageSection> sections, PageSection section)
    {
        for (var i = 0; i < sections.Count; i++)
        {
            if (ReferenceEquals(sections[i], section))
            {
                return i;
            }
        }

        return -1;
    }

    private PageSection Make(PageSection? parent, IReadOnlyList<PageSection> run, SymptomContext context)
    {
        var floor = run.Select(s => s.Match!.SeverityFloor).Append(parent?.Match?.SeverityFloor).Where(f => f is not null).DefaultIfEmpty(null).Max();
        var groups = new List<SymptomGroupContent>();
        var lost = new List<(string Key, string Symptom, string Name)>();
        var (introduction, rest, symptoms) = ("", new List<Piece>(), 0);
        foreach (var section in run)
        {
            var items = ItemsOf(section, context, floor);
            if (HasList(section))
            {
                var lead = Lead(section);
                introduction = lead is not null && introduction.Length == 0 && run.Count == 1 ? lead.Text.Markdown : introduction;
                rest.AddRange(section.Pieces.Where(p => !(p is ListPiece list && SymptomItems.IsList(list)) && !(ReferenceEquals(p, lead) && introduction == lead!.Text.Markdown)));
            }

            foreach (var group in Groups(section, parent, items, run.Count))
            {
                var key = $"g{(groups.Count + 1).ToString(CultureInfo.InvariantCulture)}";
                var keyed = group.Items.Select(item => (item.IsLost, Symptom: item.Symptom with { Key = $"y{(++symptoms).ToString(CultureInfo.InvariantCulture)}" })).ToList();
                lost.AddRange(keyed.Where(k => k.IsLost).Select(k => (key, k.Symptom.Key, k.Symptom.Name)));
                groups.Add(new() { Key = key, Category = group.Category, Heading = group.Heading, Symptoms = [.. keyed.Select(k => k.Symptom)] });
            }
        }

        foreach (var (group, symptom, name) in lost)
        {
            notes.Find("list-item-lost", $"“{BlockWriter.Short(name)}” stood beside the list, without its bullet; it was put back.", "Take it out of the list again if it is a sentence of its own.", [.. drafts.NextPath, "groups", group, "symptoms", symptom, "name"]);
        }

        var heading = parent?.Heading ?? (run.Count == 1 && run[0].Match is { IsOnlyCategory: false } ? run[0].Heading ?? title : NameOf(context));
        var id = drafts.Add("SYMPTOM_LIST", new SymptomListContent { Title = heading, Topics = topics, Context = context, Introduction = introduction.Length == 0 ? null : introduction, Groups = [.. groups.Take(GroupsMax)] },
            run.Any(s => s.Confidence is not Confidence.High) ? Confidence.Low : Confidence.Medium, $"the heading “{run[0].Heading ?? title}” says so; when they occur was read as {Api.EnumNames.Of(context)}");
        Made.Add(id);
        var holder = parent ?? (run.Count == 1 ? run[0] : run[0] with { Heading = heading });
        IReadOnlyList<Piece> pieces = [.. parent?.Pieces ?? [], .. rest.TakeWhile(p => p is ParagraphPiece && IsBefore(run[0], p)), new SymptomsPiece(id), .. rest.SkipWhile(p => p is ParagraphPiece && IsBefore(run[0], p))];
        return holder with { Pieces = pieces, Aspect = holder.Match?.Aspect ?? Content.Parts.HealthAspect.Symptoms };
    }

    private static bool IsBefore(PageSection section, Piece piece) => section.Pieces.TakeWhile(p => p is not ListPiece).Any(p => ReferenceEquals(p, piece));

    /// <summary>The paragraph that leads to the list goes with it, wherever the list is shown.</summary>
    private static ParagraphPiece? Lead(PageSection section) =>
        section.Pieces.TakeWhile(p => p is not ListPiece).LastOrDefault() is ParagraphPiece { Text.Plain.Length: <= IntroductionCharactersMax } lead ? lead : null;

    private IReadOnlyList<SymptomItem> ItemsOf(PageSection section, SymptomContext context, SymptomSeverity? floor)
    {
        var listed = section.Pieces.OfType<ListPiece>().Where(SymptomItems.IsList).SelectMany(l => l.Items).SelectMany(i => SymptomItems.Of(i, context, floor, language)).ToList();
        return listed.Count > 0 ? listed : [.. SymptomItems.OfSentence(Sentence(section) ?? "", context, floor, language)];
    }

    private static string? Sentence(PageSection section) => section.Pieces.OfType<ParagraphPiece>().SelectMany(p => Sentences.Of(p.Text.Plain)).Select(s => s.Text).FirstOrDefault(s => SymptomItems.OfSentence(s, SymptomContext.Condition, null, "en").Any());

    /// <summary>One for each kind; labels of the page's own name them.</summary>
    private IEnumerable<(SymptomCategory Category, string? Heading, IReadOnlyList<SymptomItem> Items)> Groups(PageSection section, PageSection? parent, IReadOnlyList<SymptomItem> items, int sections)
    {
        var category = section.Match!.Category ?? parent?.Match?.Category;
        foreach (var labelled in items.Where(i => i.Group is not null).GroupBy(i => i.Group!))
        {
            yield return (HeadingPatterns.Match(labelled.Key)?.Category ?? category ?? SymptomWords.CategoryOf(labelled.Key) ?? Likely(labelled), labelled.Key, [.. labelled]);
        }

        var others = items.Where(i => i.Group is null).ToList();
        if (category is { } known && others.Count > 0)
        {
            yield return (known, sections > 1 || parent is not null ? section.Heading : null, others);
        }
        else if (others.Count > 0)
        {
            notes.Find("category-guessed", $"The heading “{section.Heading ?? title}” does not say which signs are physical, psychological or in behavior; they were sorted by their words.", "Look through the groups.", drafts.NextPath);
            foreach (var kind in others.GroupBy(i => SymptomWords.CategoryOf($"{i.Symptom.Name} {i.Symptom.Description}") ?? SymptomCategory.Physical).OrderBy(g => g.Key))
            {
                yield return (kind.Key, null, [.. kind]);
            }
        }
    }

    private static SymptomCategory Likely(IEnumerable<SymptomItem> items) =>
        items.GroupBy(i => SymptomWords.CategoryOf(i.Symptom.Name) ?? SymptomCategory.Physical).OrderByDescending(g => g.Count()).First().Key;

    private string NameOf(SymptomContext context)
    {
        var of = topic ?? title;
        var isSpanish = language == "es";
        return (context switch
        {
            SymptomContext.Dependence => isSpanish ? $"Señales de dependencia: {of}" : $"Signs of {Small(of)} dependence",
            SymptomContext.Withdrawal => isSpanish ? $"Síntomas de abstinencia: {of}" : $"{of} withdrawal symptoms",
            SymptomContext.Overdose => isSpanish ? $"Señales de sobredosis: {of}" : $"Signs of {Small(of)} overdose",
            SymptomContext.Use => isSpanish ? $"Efectos secundarios: {of}" : $"{of} side effects",
            SymptomContext.Condition => isSpanish ? $"Síntomas: {of}" : $"Symptoms of {Small(of)}",
            _ => throw new InvalidOperationException($"Unknown context {context}."),
        }) is { Length: <= 200 } name ? name : of[..Math.Min(of.Length, 200)];
    }

    private static string Small(string name) => name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
