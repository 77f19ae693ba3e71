using System.Text;
using ContentHub.Importing.Pages;
using ContentHub.Importing.Pages.Reading;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>Pages that were made to do harm, and ones that only look so: a draft comes of them, or a sentence that says why not.</summary>
public sealed class HostilePageTests
{
    /// <summary>Enough for time that grows with the square to be hours.</summary>
    private const int Characters = 250_000;
    private const int Mebibyte = 1_048_576;

    /// <summary>Each of them takes a parser or a pattern that goes back minutes; no time is measured, the suite's own limit would notice.</summary>
    private static readonly (string Name, DocumentFormat Format, string Text)[] Pages =
    [
        ("deep divisions", DocumentFormat.Html, Times("<div>") + "deep words"),
        ("deep formatting", DocumentFormat.Html, Times("<b><i>") + "deep words"),
        ("deep lists", DocumentFormat.Html, Times("<ul><li>x")),
        ("deep tables", DocumentFormat.Html, Times("<table><tr><td>x")),
        ("deep quotes", DocumentFormat.Html, Times("<blockquote>x")),
        ("reopened formatting", DocumentFormat.Html, string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<font a={i}>")) + Times("<p>x", 200_000)),
        ("misnested", DocumentFormat.Html, Times("<b><p>", 200_000) + Times("</b>x", 200_000)),
        ("many attributes", DocumentFormat.Html, $"<p {string.Concat(Enumerable.Range(0, 80_000).Select(i => $"a{i}=x "))}>words</p>"),
        ("a huge attribute", DocumentFormat.Html, $"<p title=\"{Times("x ")}\">words</p>"),
        ("an open quote", DocumentFormat.Html, Times("<p a=\"x>words ")),
        ("open comments", DocumentFormat.Html, Times("<!-- words ")),
        ("open scripts", DocumentFormat.Html, "words " + Times("<script>")),
        ("one line", DocumentFormat.Plain, Times("one more word ", Mebibyte)),
        ("one word", DocumentFormat.Plain, Times("x", Mebibyte)),
        ("stars", DocumentFormat.Plain, Times("*_`[<!")),
        ("bullets", DocumentFormat.Plain, Times("- x\n")),
        ("lost bullets", DocumentFormat.Html, Times("<ul><li>One thing</li></ul><p>Other thing</p>")),
        ("headings", DocumentFormat.Html, Times("<h2>Physical signs</h2><ul><li>x</li></ul>")),
        ("questions", DocumentFormat.Html, Times("<h3>Why?</h3><p>So.</p>")),
        ("capitals", DocumentFormat.Plain, Times("In Xa In Xa ")),
        ("brackets", DocumentFormat.Html, Times("[a [button x=")),
        ("braces", DocumentFormat.Html, Times("{{a")),
        ("Markdown marks", DocumentFormat.Markdown, Times("[*_`![](")),
        ("Markdown quotes", DocumentFormat.Markdown, Times(">")),
        ("Markdown lists", DocumentFormat.Markdown, Times("- ")),
        ("Markdown tables", DocumentFormat.Markdown, "|a|b|\n|-|-|\n" + Times("|x|y|\n")),
        ("Markdown emphasis", DocumentFormat.Markdown, Times("*a _b ")),
        ("misread", DocumentFormat.Plain, Times("â€™Ã©")),
        ("controls", DocumentFormat.Html, Times("\u0000\u0008\u202E\uD800x<p>")),
        ("paragraphs", DocumentFormat.Html, Times("<p>x")),
    ];

    public static TheoryData<string> Names => [.. Pages.Select(p => p.Name)];

    [Theory, MemberData(nameof(Names))]
    public void It_ends_and_what_comes_of_it_can_be_saved(string name)
    {
        var (_, format, text) = Pages.Single(p => p.Name == name);

        var result = PageImport.Run(new(text, format, "en-US"), SamplePages.Site, SamplePages.Seed);

        Assert.True(result.Drafts.Count > 0 != result.Refusal is not null, result.Refusal);
        Assert.All(result.Drafts, draft => Drafts.AssertCanBeSaved(draft));
    }

    [Theory]
    [InlineData("<a href=\"javascript:alert(1)\">words</a>")]
    [InlineData("<a href=\" jAvA\tscript:alert(1)\">words</a>")]
    [InlineData("<a href=\"&#106;avascript:alert(1)\">words</a>")]
    [InlineData("<a href=\"vbscript:x\">words</a>")]
    [InlineData("<a href=\"data:text/html,<script>alert(1)</script>\">words</a>")]
    [InlineData("<a href=\"https://user:pass@example.org\">words</a>")]
    [InlineData("<a href=\"entry:00000000-0000-4000-8000-000000000000\">words</a>")]
    [InlineData("<p onclick=\"alert(1)\">words</p>")]
    [InlineData("<img src=x onerror=alert(1)>words")]
    [InlineData("<script>alert(1)</script>words")]
    [InlineData("<scr<script>ipt>alert(1)</script>words")]
    [InlineData("<svg onload=alert(1)></svg>words")]
    [InlineData("<div class=\"btn\"><a class=\"btn\" href=\"javascript:alert(1)\">Call now</a></div>words")]
    [InlineData("<details><summary>Really?</summary><a href=\"javascript:alert(1)\">words</a></details>")]
    [InlineData("<script type=\"application/ld+json\">{\"@type\":\"Question\",\"name\":\"Really?\",\"acceptedAnswer\":{\"text\":\"<a href='javascript:alert(1)'>words</a>\"}}</script>words")]
    public void Nothing_that_runs_reaches_a_draft(string html)
    {
        foreach (var format in new[] { DocumentFormat.Html, DocumentFormat.Markdown })
        {
            var result = PageImport.Run(new($"<h1>A title</h1><p>Some words.</p>{html}", format, "en-US", new Uri("https://example.org/a")), SamplePages.Site, SamplePages.Seed);

            var stored = string.Concat(result.Drafts.Select(Drafts.JsonOf));
            Assert.All(new[] { "javascript:", "vbscript:", "data:", "onclick", "onerror", "onload", "user:pass", "](entry:" }, bad => Assert.DoesNotContain(bad, stored, StringComparison.OrdinalIgnoreCase));
            Assert.Contains("words", stored, StringComparison.Ordinal);
            Assert.All(result.Drafts, draft => Drafts.AssertCanBeSaved(draft));
        }
    }

    [Theory]
    [InlineData("plain ascii", "plain ascii")]
    [InlineData("\u00EF\u00BB\u00BFmarked caf\u00C3\u00A9", "marked café")]
    [InlineData("caf\u00C3\u00A9 in UTF-8", "café in UTF-8")]
    [InlineData("caf\u00E9 \u0093quoted\u0094 \u0096 in Windows-1252", "café “quoted” – in Windows-1252")]
    [InlineData("<meta charset=\"windows-1252\">caf\u00E9", "<meta charset=\"windows-1252\">café")]
    [InlineData("<meta charset=\"iso-8859-1\">caf\u00C3\u00A9", "<meta charset=\"iso-8859-1\">café")]
    public void Bytes_are_read_in_the_encoding_that_they_are_in(string bytes, string text) => Assert.Equal(text, TextRepair.Decode(Encoding.Latin1.GetBytes(bytes)));

    [Theory]
    [InlineData("It isnâ€™t", "It isn’t")]
    [InlineData("JosÃ© â€œsaidâ€\u009D so", "José “said” so")]
    [InlineData("a\u200Bb\u00ADc\u200Fd\uFEFFe", "abcde")]
    [InlineData("a\u00A0b\u2003c", "a b c")]
    [InlineData("Cafe\u0301", "Café")]
    [InlineData("Ätna, Ângela und Ã", "Ätna, Ângela und Ã")]
    public void What_cannot_be_read_is_put_right_and_what_can_stays(string text, string clean) => Assert.Equal(clean, TextRepair.Clean(text, out _));

    private static string Times(string text, int characters = Characters) => new StringBuilder(characters + text.Length).Insert(0, text, characters / text.Length).ToString();
}
