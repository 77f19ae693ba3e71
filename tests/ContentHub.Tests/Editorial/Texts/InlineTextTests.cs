using ContentHub.Editorial.Texts;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

public sealed class InlineTextTests
{
    private const string Id = "6f9619ff-8b86-4011-b42d-00c04fc964ff";
    private const string Other = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData("", "")]
    [InlineData("Call 988.", "Call 988.")]
    [InlineData("*soft*", "<em>soft</em>")]
    [InlineData("_soft_", "<em>soft</em>")]
    [InlineData("**loud**", "<strong>loud</strong>")]
    [InlineData("***both***", "<em><strong>both</strong></em>")]
    [InlineData("**a *b* c**", "<strong>a <em>b</em> c</strong>")]
    [InlineData("snake_case_word", "snake_case_word")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("`a <b> & c`", "<code>a &lt;b&gt; &amp; c</code>")]
    [InlineData("`` a`b ``", "<code>a`b</code>")]
    [InlineData(@"\*not soft\*", "*not soft*")]
    [InlineData(@"\[a\](b)", "[a](b)")]
    [InlineData("a < b and c > d", "a &lt; b and c &gt; d")]
    [InlineData("<3", "&lt;3")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("R&amp;D &lt;b&gt; &eacute;", "R&amp;D &lt;b&gt; é")]
    [InlineData("\"quoted\" it's", "&quot;quoted&quot; it&#39;s")]
    [InlineData("[site](https://example.org)", "<a href=\"https://example.org\">site</a>")]
    [InlineData("[*soft* site](https://example.org/?a=1&b=2)", "<a href=\"https://example.org/?a=1&amp;b=2\"><em>soft</em> site</a>")]
    [InlineData("[call](tel:+1-800-662-4357)", "<a href=\"tel:+1-800-662-4357\">call</a>")]
    [InlineData("[call](tel:988)", "<a href=\"tel:988\">call</a>")]
    [InlineData("[write](mailto:help@example.org)", "<a href=\"mailto:help@example.org\">write</a>")]
    [InlineData("[local](http://localhost:5080/x)", "<a href=\"http://localhost:5080/x\">local</a>")]
    [InlineData("[local](http://127.0.0.1/x)", "<a href=\"http://127.0.0.1/x\">local</a>")]
    [InlineData("<https://example.org>", "<a href=\"https://example.org\">https://example.org</a>")]
    [InlineData("<help@example.org>", "<a href=\"mailto:help@example.org\">help@example.org</a>")]
    [InlineData("[a](<https://example.org>)", "<a href=\"https://example.org\">a</a>")]
    [InlineData("[taper](entry:" + Id + ")", "<a href=\"/e/" + Id + "\" data-entry-id=\"" + Id + "\">taper</a>")]
    [InlineData("[taper](entry:" + Id + "#first-steps)", "<a href=\"/e/" + Id + "#first-steps\" data-entry-id=\"" + Id + "\">taper</a>")]
    [InlineData("a [*b*](entry:" + Other + ") c", "a <em>b</em> c")]
    [InlineData("[1] and [2]", "[1] and [2]")]
    [InlineData("[a [b](https://example.org) c](https://example.com)", "[a <a href=\"https://example.org\">b</a> c](https://example.com)")]
    [InlineData("[a](https://example.org/a_(b))", "<a href=\"https://example.org/a_(b)\">a</a>")]
    [InlineData("¿Qué es la **abstinencia**? ñ ü 👩‍⚕️", "¿Qué es la <strong>abstinencia</strong>? ñ ü 👩‍⚕️")]
    [InlineData("العربية \u200F*نص*", "العربية \u200F<em>نص</em>")]
    [InlineData("\u2067עברית\u2069 text", "\u2067עברית\u2069 text")]
    [InlineData("*", "*")]
    [InlineData("**", "**")]
    [InlineData("[", "[")]
    [InlineData("\\", "\\")]
    [InlineData("`", "`")]
    [InlineData("(555) 010-0199", "(555) 010-0199")]
    [InlineData("+1 555", "+1 555")]
    public void Text_of_our_subset_has_no_fault_and_this_html(string markdown, string html)
    {
        var text = InlineText.Parse(markdown);

        Assert.Equal(html, text.ToHtml(UrlOf));
        if (markdown is not ("*" or "**"))
        {
            Assert.Empty(text.Faults());
        }
    }

    [Theory]
    [InlineData("<b>loud</b>", TextFaultKind.RawHtml, 0, 3)]
    [InlineData("a <br> b", TextFaultKind.RawHtml, 2, 6)]
    [InlineData("a <br/> b", TextFaultKind.RawHtml, 2, 7)]
    [InlineData("x <script>alert(1)</script>", TextFaultKind.RawHtml, 2, 10)]
    [InlineData("<script", TextFaultKind.RawHtml, 0, 7)]
    [InlineData("<SCRIPT SRC=//evil.example>", TextFaultKind.RawHtml, 0, 27)]
    [InlineData("x <img src=x onerror=alert(1)>", TextFaultKind.RawHtml, 2, 30)]
    [InlineData("x <svg/onload=alert(1)>", TextFaultKind.ControlCharacter, -1, -1)]
    [InlineData("x <a href=\"javascript:alert(1)\">y</a>", TextFaultKind.RawHtml, 2, 32)]
    [InlineData("x <!-- hidden -->", TextFaultKind.RawHtml, 2, 17)]
    [InlineData("x <?php ?>", TextFaultKind.RawHtml, 2, 10)]
    [InlineData("x <![CDATA[y]]>", TextFaultKind.RawHtml, 2, 15)]
    [InlineData("x </div>", TextFaultKind.RawHtml, 2, 8)]
    [InlineData("<div", TextFaultKind.RawHtml, 0, 4)]
    [InlineData("![alt](https://example.org/a.png)", TextFaultKind.Image, 0, 33)]
    [InlineData("see ![](x)", TextFaultKind.Image, 4, 10)]
    [InlineData("# Heading", TextFaultKind.BlockSyntax, 0, 9)]
    [InlineData("###### Heading", TextFaultKind.BlockSyntax, 0, 14)]
    [InlineData("- item", TextFaultKind.BlockSyntax, 0, 6)]
    [InlineData("* item", TextFaultKind.BlockSyntax, 0, 6)]
    [InlineData("+ item", TextFaultKind.BlockSyntax, 0, 6)]
    [InlineData("1. item", TextFaultKind.BlockSyntax, 0, 7)]
    [InlineData("1986. A year.", TextFaultKind.BlockSyntax, 0, 13)]
    [InlineData("> said", TextFaultKind.BlockSyntax, 0, 6)]
    [InlineData("```", TextFaultKind.BlockSyntax, 0, 3)]
    [InlineData("~~~ x", TextFaultKind.BlockSyntax, 0, 5)]
    [InlineData("    code", TextFaultKind.BlockSyntax, 4, 8)]
    [InlineData("---", TextFaultKind.BlockSyntax, 0, 3)]
    [InlineData("* * *", TextFaultKind.BlockSyntax, 0, 5)]
    [InlineData("[a]: https://example.org", TextFaultKind.BlockSyntax, 0, 24)]
    [InlineData("one\ntwo", TextFaultKind.BlockSyntax, 3, 4)]
    [InlineData("one  \ntwo", TextFaultKind.BlockSyntax, 5, 6)]
    [InlineData("one\\\ntwo", TextFaultKind.BlockSyntax, 4, 5)]
    [InlineData("one\r\n\r\ntwo", TextFaultKind.BlockSyntax, 3, 7)]
    [InlineData("one\u2028two", TextFaultKind.BlockSyntax, 3, 4)]
    [InlineData("[a](javascript:alert(1))", TextFaultKind.LinkTarget, 0, 24)]
    [InlineData("[a](JaVaScRiPt:alert(1))", TextFaultKind.LinkTarget, 0, 24)]
    [InlineData("[a](javascript&#58;alert(1))", TextFaultKind.LinkTarget, 0, 28)]
    [InlineData("[a](javascript&colon;alert(1))", TextFaultKind.LinkTarget, 0, 30)]
    [InlineData("[a](&#106;avascript:alert(1))", TextFaultKind.LinkTarget, 0, 29)]
    [InlineData("[a](java\\script:alert(1))", TextFaultKind.LinkTarget, 0, 25)]
    [InlineData("[a](<java script:alert(1)>)", TextFaultKind.LinkTarget, 0, 27)]
    [InlineData("[a](vbscript:x)", TextFaultKind.LinkTarget, 0, 15)]
    [InlineData("[a](data:text/html;base64,PHN2Zz4=)", TextFaultKind.LinkTarget, 0, 35)]
    [InlineData("[a](file:///etc/passwd)", TextFaultKind.LinkTarget, 0, 23)]
    [InlineData("[a](/relative)", TextFaultKind.LinkTarget, 0, 14)]
    [InlineData("[a](//evil.example)", TextFaultKind.LinkTarget, 0, 19)]
    [InlineData("[a](#top)", TextFaultKind.LinkTarget, 0, 9)]
    [InlineData("[a]()", TextFaultKind.LinkTarget, 0, 5)]
    [InlineData("[](https://example.org)", TextFaultKind.LinkTarget, 0, 23)]
    [InlineData("[a](http://example.org)", TextFaultKind.LinkTarget, 0, 23)]
    [InlineData("[a](https:example.org)", TextFaultKind.LinkTarget, 0, 22)]
    [InlineData("[a](https://bank.example@evil.example)", TextFaultKind.LinkTarget, 0, 38)]
    [InlineData("[a](<https://example.org/a b>)", TextFaultKind.LinkTarget, 0, 30)]
    [InlineData("[a](https://example.org \"hint\")", TextFaultKind.LinkTarget, 0, 31)]
    [InlineData("[a](tel:call-me)", TextFaultKind.LinkTarget, 0, 16)]
    [InlineData("[a](mailto:a@b.example?bcc=c@d.example)", TextFaultKind.LinkTarget, 0, 39)]
    [InlineData("<javascript:alert(1)>", TextFaultKind.LinkTarget, 0, 21)]
    [InlineData("<ftp://example.org>", TextFaultKind.LinkTarget, 0, 19)]
    [InlineData("[a](entry:)", TextFaultKind.EntryLink, 0, 11)]
    [InlineData("[a](entry:taper)", TextFaultKind.EntryLink, 0, 16)]
    [InlineData("[a](ENTRY:" + Id + ")", TextFaultKind.EntryLink, 0, 47)]
    [InlineData("[a](entry:" + Id + "#)", TextFaultKind.EntryLink, 0, 48)]
    [InlineData("[a](entry:" + Id + "#Not-An-Anchor)", TextFaultKind.EntryLink, 0, 61)]
    [InlineData("[a](entry:{" + Id + "})", TextFaultKind.EntryLink, 0, 49)]
    [InlineData("<entry:" + Id + ">", TextFaultKind.EntryLink, 0, 44)]
    [InlineData("a\0b", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("a\tb", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("a\u001Bb", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("a\u0085b", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("a\u202Eb", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("\uFEFFa", TextFaultKind.ControlCharacter, 0, 1)]
    [InlineData("a\uFFFFb", TextFaultKind.ControlCharacter, 1, 2)]
    [InlineData("a&#1;b", TextFaultKind.ControlCharacter, 1, 5)]
    public void What_our_subset_does_not_hold_is_a_fault_at_its_place(string markdown, TextFaultKind kind, int start, int end)
    {
        var faults = InlineText.Parse(markdown).Faults();

        if (start < 0)
        {
            // CommonMark takes no tag with a slash inside its name for HTML: it is text, and stays escaped.
            Assert.Empty(faults);
            return;
        }

        Assert.Contains(faults, f => f.Kind == kind && f.Start == start && f.End == end);
        Assert.All(faults, f => Assert.Matches("^(There is|The |This ).*[.)]$", f.Message));
    }

    [Theory]
    [InlineData('\uD83D')]
    [InlineData('\uDE00')]
    public void Half_a_character_is_a_fault(char half)
    {
        var fault = Assert.Single(InlineText.Parse($"a{half}b").Faults());

        Assert.Equal((TextFaultKind.ControlCharacter, 1, 2), (fault.Kind, fault.Start, fault.End));
    }

    [Fact]
    public void All_faults_come_at_once_in_the_order_of_the_text()
    {
        var faults = InlineText.Parse("# A <b>c</b> ![i](x) [l](ftp:x) [e](entry:x) \u0007\nend").Faults();

        Assert.Equal(
            [
                TextFaultKind.BlockSyntax, TextFaultKind.RawHtml, TextFaultKind.RawHtml, TextFaultKind.Image,
                TextFaultKind.LinkTarget, TextFaultKind.EntryLink, TextFaultKind.ControlCharacter, TextFaultKind.BlockSyntax,
            ],
            faults.Select(f => f.Kind));
    }

    [Fact]
    public void A_fault_says_what_where_and_what_to_do()
    {
        var fault = Assert.Single(InlineText.Parse("Take <br> one.").Faults());

        Assert.Equal("There is HTML at character 6: “<br>”. Take it out; use *stars* for emphasis and [words](address) for a link. To show the sign itself, write \\<.", fault.Message);
    }

    [Fact]
    public void A_long_tag_is_quoted_by_its_beginning()
    {
        var fault = Assert.Single(InlineText.Parse($"x <a href=\"{new string('y', 500)}\">").Faults());

        Assert.Contains("“<a href=\"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…”", fault.Message);
    }

    [Fact]
    public void Entry_links_come_in_order_with_their_plain_text()
    {
        var text = $"[*a* `b`](entry:{Id}#x) [c](https://example.org) **[d](entry:{Other})** [e](entry:bad) [f](entry:{Id})";

        var links = InlineText.Parse(text).EntryLinks();

        Assert.Equal(
            [(Guid.Parse(Id), "x", $"entry:{Id}#x", "a b"), (Guid.Parse(Other), null, $"entry:{Other}", "d"), (Guid.Parse(Id), null, $"entry:{Id}", "f")],
            links.Select(l => (l.EntryId, l.Anchor, l.Href, l.Text)));
        Assert.Equal([$"[*a* `b`](entry:{Id}#x)", $"[d](entry:{Other})", $"[f](entry:{Id})"], links.Select(l => text[l.Start..l.End]));
    }

    [Theory]
    [InlineData("**Stop** *slowly*, see [`taper` \\*](https://example.org) &amp; more", "Stop slowly, see taper * & more")]
    [InlineData("a<br>b", "a<br>b")]
    [InlineData("![alt](x)", "alt")]
    [InlineData("a\nb\\\nc", "a\nb\nc")]
    [InlineData("# not parsed as a heading", "# not parsed as a heading")]
    [InlineData("[a [b](https://x.example) c](d)", "[a b c](d)")]
    [InlineData("  spaces stay  ", "  spaces stay  ")]
    public void Plain_text_is_what_a_reader_sees(string markdown, string plain) =>
        Assert.Equal(plain, InlineText.Parse(markdown).ToPlain());

    [Theory]
    [InlineData("x <script>alert(1)</script>", "x &lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("[a](javascript:alert(1))", "a")]
    [InlineData("<javascript:alert(1)>", "javascript:alert(1)")]
    [InlineData("![a](https://example.org/\" onload=x)", "![a](https://example.org/&quot; onload=x)")]
    [InlineData("[a](https://example.org/\"onmouseover=\"x)", "<a href=\"https://example.org/&quot;onmouseover=&quot;x\">a</a>")]
    [InlineData("x <svg/onload=alert(1)>", "x &lt;svg/onload=alert(1)&gt;")]
    [InlineData("a\nb", "a\nb")]
    public void Text_with_faults_is_still_written_safely(string markdown, string html) =>
        Assert.Equal(html, InlineText.Parse(markdown).ToHtml(UrlOf));

    [Fact]
    public void A_url_from_the_caller_is_escaped()
    {
        var html = InlineText.Parse($"[a](entry:{Id})").ToHtml((_, _) => "/x?\"><script>&");

        Assert.Equal($"<a href=\"/x?&quot;&gt;&lt;script&gt;&amp;\" data-entry-id=\"{Id}\">a</a>", html);
    }

    [Theory]
    [InlineData("a [b](entry:" + Other + ") c", "a b c")]
    [InlineData("a [*b* \\[x\\]](entry:" + Other + "#y) _c_", "a *b* \\[x\\] _c_")]
    [InlineData("[a](  <entry:" + Other + ">  )", "a")]
    [InlineData("[a](entry:" + Other + ") [b](entry:" + Id + ")", "a [b](entry:" + Id + ")")]
    [InlineData("[a](https://example.org)  **b**", "[a](https://example.org)  **b**")]
    [InlineData("a*[(b)](entry:" + Other + ")*c", "a*(b)*c")]
    [InlineData("[x][(https://evil.example)](entry:" + Other + ")", "\\[x\\]\\(https\\:\\/\\/evil\\.example\\)")]
    [InlineData("a*[b](entry:" + Other + ")*c [*d*](entry:" + Id + ")", "a\\*b\\*c [*d*](entry:" + Id + ")")]
    [InlineData("a*[b](entry:" + Other + ")*c ![d [e](entry:" + Id + ") f](x)", "a\\*b\\*c d e f")]
    public void A_link_to_an_entry_that_is_not_linkable_becomes_its_text(string markdown, string expected)
    {
        var text = InlineText.Parse(markdown).ToMarkdown(id => id == Guid.Parse(Id));

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("[", 50_000)]
    [InlineData("![", 50_000)]
    [InlineData("*", 100_000)]
    [InlineData("*a ", 33_000)]
    [InlineData("**a _b ", 14_000)]
    [InlineData("`a ``", 20_000)]
    [InlineData("<", 100_000)]
    [InlineData("<?", 50_000)]
    [InlineData("<!A ", 25_000)]
    [InlineData("<![CDATA[", 11_000)]
    [InlineData("[a](", 25_000)]
    [InlineData("> ", 50_000)]
    [InlineData(">", 100_000)]
    [InlineData("- ", 50_000)]
    [InlineData("1. ", 33_000)]
    [InlineData("[a]: b ", 14_000)]
    [InlineData("\n", 100_000)]
    [InlineData("# ", 50_000)]
    [InlineData("&#1;", 25_000)]
    [InlineData("\\", 100_000)]
    [InlineData("word ", 20_000)]
    public void Very_long_text_is_read_in_a_moment(string part, int times)
    {
        var markdown = string.Concat(Enumerable.Repeat(part, times));

        var text = InlineText.Parse(markdown);
        var faults = text.Faults();

        Assert.Equal(part is not ("\\" or "word "), faults.Count > 0);
        AllowedHtml.Check(text.ToHtml(UrlOf));
        Assert.Equal(markdown, text.ToMarkdown(_ => true));
    }

    [Fact]
    public void Marks_that_stand_too_deep_are_a_fault_and_the_text_stays_as_it_is()
    {
        var markdown = string.Concat(Enumerable.Repeat("*a _b ", 75).Concat(Enumerable.Repeat("b_ a* ", 75)));

        var text = InlineText.Parse(markdown);

        Assert.Contains(text.Faults(), f => f.Kind == TextFaultKind.TooComplex && f.Start == 0 && f.End == markdown.Length);
        Assert.Equal(markdown, text.ToPlain());
    }

    private static string? UrlOf(Guid id, string? anchor) => id == Guid.Parse(Id) ? $"/e/{id}{(anchor is null ? "" : "#" + anchor)}" : null;
}
