using System.Globalization;
using System.Text;
using ContentHub.Api;
using ContentHub.Content.Articles;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.Parts;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Importing.Pages;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>What an import made, as lines that a person can read and compare.</summary>
internal static class ImportText
{
    public static string Of(ImportResult result, ImportKnowledge known)
    {
        var text = new StringBuilder();
        string Name(Guid id) => result.Drafts.FirstOrDefault(d => d.EntryId == id)?.Content.Heading ?? known.Topics.FirstOrDefault(t => t.EntryId == id)?.Title ?? known.Places.FirstOrDefault(p => p.EntryId == id)?.City ?? "?";
        if (result.Refusal is { } refusal)
        {
            text.Append("refused: ").Append(refusal).Append('\n');
        }

        foreach (var draft in result.Drafts)
        {
            text.Append(draft.Content switch
            {
                ArticleContent article => Article(article, Name),
                SymptomListContent list => List(list, Name),
                FaqEntryContent question => $"question: {question.Question}\n  short: {question.ShortAnswer}\n{Blocks(question.Answer, Name)}",
                GlossaryTermContent term => $"term: {term.Title} = {term.Definition}\n",
                ProgramContent program => Program(program, Name),
                _ => throw new InvalidOperationException(draft.Type),
            });
        }

        foreach (var finding in result.Findings.Where(f => f.Rule != "import-guess"))
        {
            text.Append(CultureInfo.InvariantCulture, $"finding: {finding.Rule} [{string.Join('/', finding.Path)}] {finding.Message}\n");
        }

        foreach (var left in result.LeftOut)
        {
            text.Append(CultureInfo.InvariantCulture, $"left out ({left.Reason}): {left.Text.ReplaceLineEndings(" / ")}\n");
        }

        return text.ToString();
    }

    private static string Article(ArticleContent article, Func<Guid, string> name)
    {
        var text = new StringBuilder($"article: {article.Title}\n  summary: {article.Summary}\n  topics: {string.Join(", ", article.Topics.Select(name))}\n");
        text.Append(string.Concat(article.KeyPoints.Select(k => $"  key point: {k}\n")));
        text.Append(string.Concat(article.References.Select(r => $"  source: {r.Title} ({r.Publisher}) {r.Url}\n")));
        foreach (var section in article.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"  section {section.Level}: {section.Heading ?? "-"}{(section.Aspect is { } aspect ? $" [{EnumNames.Of(aspect)}]" : "")}\n{Blocks(section.Blocks, name)}");
        }

        return text.ToString();
    }

    private static string List(SymptomListContent list, Func<Guid, string> name)
    {
        var text = new StringBuilder($"symptom list: {list.Title} [{EnumNames.Of(list.Context!.Value)}] about {string.Join(", ", list.Topics.Select(name))}\n");
        text.Append(list.Introduction is null ? "" : $"  introduction: {list.Introduction}\n");
        foreach (var group in list.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {EnumNames.Of(group.Category)} {group.Heading}\n");
            text.Append(string.Concat(group.Symptoms.Select(s => $"    {EnumNames.Of(s.Severity)} {s.Name}{(s.Description is null ? "" : $" | {s.Description}")}{(s.Action is null ? "" : $" | {s.Action}")}\n")));
        }

        return text.ToString();
    }

    private static string Program(ProgramContent program, Func<Guid, string> name) =>
        string.Create(CultureInfo.InvariantCulture, $"program: {program.Title} [{(program.LevelOfCare is { } level ? EnumNames.Of(level) : "-")}] {program.Schedule?.HoursPerWeek} h/week, {program.Schedule?.DurationWeeks} weeks, {program.Schedule?.TotalHours} h; ")
        + $"{string.Join(", ", program.Therapies.Select(t => EnumNames.Of(t)))}; {string.Join(", ", program.Formats.Select(f => EnumNames.Of(f)))}; {string.Join(", ", program.AgeGroups.Select(a => EnumNames.Of(a)))}; at {string.Join(", ", program.Locations.Select(name))}\n"
        + string.Concat(program.AdmissionSteps.Select(s => $"  step: {s}\n")) + string.Concat(program.Sections.Select(s => Blocks(s.Blocks, name)));

    private static string Blocks(IReadOnlyList<BlockContent> blocks, Func<Guid, string> name) => string.Concat(blocks.Select(block => block switch
    {
        { Paragraph: { } paragraph } => $"    p: {paragraph.Text}\n",
        { BulletList: { } list } => string.Concat(list.Items.Select(i => $"    {new string('*', i.Level)} {i.Text}\n")),
        { NumberedList: { } list } => string.Concat(list.Items.Select((i, n) => $"    {new string('#', i.Level)} {(list.Start ?? 1) + n} {i.Text}\n")),
        { Quote: { } quote } => $"    quote: {quote.Text} ({quote.Source})\n",
        { Table: { } table } => $"    table: {table.Caption}\n" + string.Concat(table.Rows.Prepend(table.Header).Select(r => $"      | {string.Join(" | ", r)}\n")),
        { Callout: { } callout } => $"    {EnumNames.Of(callout.Kind)}: {callout.Text}\n",
        { SymptomListBlock: { } list } => $"    → {name(list.EntryId)}\n",
        { FaqBlock: { } questions } => $"    → {string.Join(" → ", questions.EntryIds.Select(name))}\n",
        { CallToAction: { } call } => $"    call: {call.Label} → {(call.ProgramId is { } id ? name(id) : call.Url?.ToString() ?? call.Phone)}\n",
        _ => throw new InvalidOperationException("A block of no kind."),
    }));
}
