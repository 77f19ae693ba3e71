using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentHub.Importing.Pages;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>Nothing is lost. The sentences are taken from the files here, by rules of their own: tags out, entities read, cut at full stops.</summary>
public sealed partial class SentenceAccountTests
{
    public static TheoryData<string> Pages => [.. SamplePages.Names, SamplePages.LongPage];

    [Theory, MemberData(nameof(Pages))]
    public void Every_sentence_of_a_page_is_in_a_draft_or_left_out_with_a_reason(string name)
    {
        var page = SamplePages.Read(name);

        var result = PageImport.Run(page, SamplePages.Site, SamplePages.Seed);

        if (result.Refusal is not null)
        {
            Assert.Empty(result.Drafts);
            return;
        }

        var held = $" {string.Join(' ', result.Drafts.SelectMany(d => Texts(JsonNode.Parse(Drafts.JsonOf(d))!)).Concat(result.LeftOut.Select(l => l.Text)).Select(Words))} ";
        var lost = SentencesOf(page).Where(s => !held.Contains($" {Words(s)} ", StringComparison.Ordinal)).ToList();
        Assert.True(lost.Count == 0, string.Join('\n', lost));
        Assert.All(result.LeftOut, l => Assert.False(string.IsNullOrWhiteSpace(l.Reason)));
    }

    /// <summary>The test itself must notice a loss.</summary>
    [Fact]
    public void The_sentences_are_found_without_the_importers_help()
    {
        var sentences = SentencesOf(SamplePages.Read("furniture.html"));

        Assert.Contains("That is normal.", sentences);
        Assert.Contains("Home » Care", sentences);
        Assert.Contains("Great page!", sentences);
        Assert.DoesNotContain(SentencesOf(SamplePages.Read("scripts.html")), s => s.Contains("document.write", StringComparison.Ordinal));
        Assert.True(SentencesOf(SamplePages.Read(SamplePages.LongPage)).Count > 5_000);
    }

    private static List<string> SentencesOf(Page page)
    {
        var text = page.Format switch
        {
            DocumentFormat.Html => Visible(page.Text),
            DocumentFormat.Markdown => string.Join('\n', Alt().Replace(LinkTarget().Replace(Unseen().Replace(FrontMatter().Replace(page.Text, ""), ""), "]"), "").Split('\n').Concat(Alt().Matches(page.Text).Select(m => m.Groups[1].Value)).SelectMany(l => l.Split('|')).Select(l => LineMark().Replace(Tag().Replace(l, ""), ""))),
            _ => LineMark().Replace(Wrap().Replace(page.Text, " "), ""),
        };
        foreach (var (wrong, right) in new[] { ("â€™", "’"), ("Ã©", "é"), ("\u00AD", ""), ("\u200B", "") })
        {
            text = text.Replace(wrong, right, StringComparison.Ordinal);
        }

        return [.. text.Split('\n').SelectMany(line => Stop().Split(line)).Select(s => s.Trim()).Where(s => Words(s).Length > 0)];
    }

    private static string Visible(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(Block().Replace(Shortcode().Replace(Space().Replace(Unseen().Replace(html, ""), " "), "\n"), "\n"), ""));

    private static string Words(string text)
    {
        var words = new StringBuilder();
        foreach (var character in LinkTarget().Replace(text, "]").Replace("’", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).ToLowerInvariant())
        {
            words.Append(char.IsLetterOrDigit(character) ? character : ' ');
        }

        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonObject fields => fields.Where(f => f.Key is not ("key" or "slug" or "anchor" or "entryId" or "entryIds" or "severity" or "aspect")).SelectMany(f => Texts(f.Value!)),
        JsonArray items => items.SelectMany(i => Texts(i!)),
        JsonValue value => [value.ToString()],
        _ => [],
    };

    // What browsers never show.
    [GeneratedRegex("<!--.*?-->|<!\\[.*?\\]>|<(script|style|svg|template|iframe|xml|head)\\b.*?</\\1>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    [GeneratedRegex("</?(?:p|div|h[1-6]|ul|ol|li|br|td|th|tr|table|caption|thead|tbody|blockquote|footer|header|main|article|section|aside|nav|dl|dt|dd|details|summary|figure|figcaption|button|label|form|body|html|hr|pre)\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();

    [GeneratedRegex("\\[/?[a-z_]+(?: [^\\]]*)?\\]")]
    private static partial Regex Shortcode();

    [GeneratedRegex("(?<=[.!?])\\s+")]
    private static partial Regex Stop();

    [GeneratedRegex("(?<=\\S{3}[,a-z])\\n(?=[a-z])")]
    private static partial Regex Wrap();

    [GeneratedRegex("\\A---\\n.*?\\n---\\n", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    [GeneratedRegex("(?m)^(?:#+ |- |> |\\d\\. )")]
    private static partial Regex LineMark();

    [GeneratedRegex("!\\[([^\\]]*)\\]")]
    private static partial Regex Alt();

    [GeneratedRegex("\\]\\((?:[^()]|\\([^)]*\\))*\\)")]
    private static partial Regex LinkTarget();
}
