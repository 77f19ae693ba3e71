using System.Globalization;
using System.Net;
using System.Text;
using ContentHub.Editorial.Texts;

namespace ContentHub.Content.Parts;

/// <summary>A piece of running text in three formats. Blocks turn into these, so that a format is written once.</summary>
public abstract record Flow
{
    public abstract void WriteMarkdown(StringBuilder to, LinkAddresses links);

    public abstract void WriteHtml(StringBuilder to, LinkAddresses links);

    public abstract void WritePlain(StringBuilder to);

    /// <summary>The inline texts in it, in order.</summary>
    public abstract void CollectMarkdown(List<string> to);

    protected static string Escape(string text) => WebUtility.HtmlEncode(text);

    protected static string InlineHtml(string markdown, LinkAddresses links) => Inlines.ToHtml(markdown, links.Of);

    protected static string Inline(string markdown, LinkAddresses links) =>
        links.AreWritten ? Inlines.ToMarkdown(markdown, links.Of) : Inlines.ToMarkdown(markdown, links.IsPublic);
}

/// <summary>An inline text by itself: no paragraph around it.</summary>
public sealed record InlineFlow(string Text) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) => to.Append(Inline(Text, links));

    public override void WriteHtml(StringBuilder to, LinkAddresses links) => to.Append(InlineHtml(Text, links));

    public override void WritePlain(StringBuilder to) => to.Append(Inlines.ToPlain(Text));

    public override void CollectMarkdown(List<string> to) => to.Add(Text);
}

/// <summary>Several pieces, an empty line between them.</summary>
public sealed record SequenceFlow(IReadOnlyList<Flow> Parts) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) => Join(to, "\n\n", (part, inner) => part.WriteMarkdown(inner, links));

    public override void WriteHtml(StringBuilder to, LinkAddresses links) => Join(to, "\n", (part, inner) => part.WriteHtml(inner, links));

    public override void WritePlain(StringBuilder to) => Join(to, "\n\n", (part, inner) => part.WritePlain(inner));

    public override void CollectMarkdown(List<string> to)
    {
        foreach (var part in Parts)
        {
            part.CollectMarkdown(to);
        }
    }

    private void Join(StringBuilder to, string between, Action<Flow, StringBuilder> write)
    {
        var isFirst = true;
        foreach (var part in Parts)
        {
            var start = to.Length;
            if (!isFirst)
            {
                to.Append(between);
            }

            var afterBreak = to.Length;
            write(part, to);
            if (to.Length == afterBreak)
            {
                to.Length = start;
            }
            else
            {
                isFirst = false;
            }
        }
    }
}

/// <summary>Running text.</summary>
public sealed record ParagraphFlow(string Text) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) => to.Append(Inline(Text, links));

    public override void WriteHtml(StringBuilder to, LinkAddresses links) => to.Append("<p>").Append(InlineHtml(Text, links)).Append("</p>");

    public override void WritePlain(StringBuilder to) => to.Append(Inlines.ToPlain(Text));

    public override void CollectMarkdown(List<string> to) => to.Add(Text);
}

/// <summary>A heading; its text has no marks.</summary>
public sealed record HeadingFlow(int Level, string Text, string? Anchor) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) => to.Append('#', Level).Append(' ').Append(Inlines.Escape(Text));

    public override void WriteHtml(StringBuilder to, LinkAddresses links)
    {
        to.Append(CultureInfo.InvariantCulture, $"<h{Level}");
        if (Anchor is not null)
        {
            to.Append(" id=\"").Append(Escape(Anchor)).Append('"');
        }

        to.Append('>').Append(Escape(Text)).Append(CultureInfo.InvariantCulture, $"</h{Level}>");
    }

    public override void WritePlain(StringBuilder to) => to.Append(Text);

    public override void CollectMarkdown(List<string> to)
    {
    }
}

/// <summary>A list, items with their depth from 1.</summary>
public sealed record ListFlow(bool IsNumbered, int Start, IReadOnlyList<(string Text, int Level)> Items) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) => WriteLines(to, text => Inline(text, links));

    public override void WritePlain(StringBuilder to) => WriteLines(to, Inlines.ToPlain);

    public override void WriteHtml(StringBuilder to, LinkAddresses links)
    {
        var tag = IsNumbered ? "ol" : "ul";
        var open = 0;
        foreach (var (text, level) in Items)
        {
            if (level > open)
            {
                for (; open < level; open++)
                {
                    to.Append(CultureInfo.InvariantCulture, $"<{tag}{(IsNumbered && open == 0 && Start != 1 ? $" start=\"{Start}\"" : "")}>").Append(open + 1 < level ? "<li>" : "");
                }
            }
            else
            {
                to.Append("</li>");
                for (; open > level; open--)
                {
                    to.Append(CultureInfo.InvariantCulture, $"</{tag}></li>");
                }
            }

            to.Append("<li>").Append(InlineHtml(text, links));
        }

        for (; open > 0; open--)
        {
            to.Append(CultureInfo.InvariantCulture, $"</li></{tag}>");
        }
    }

    public override void CollectMarkdown(List<string> to) => to.AddRange(Items.Select(i => i.Text));

    private void WriteLines(StringBuilder to, Func<string, string> write)
    {
        var numbers = new int[4];
        for (var i = 0; i < Items.Count; i++)
        {
            var (text, level) = Items[i];
            numbers[level] = numbers[level] == 0 ? (level == 1 ? Start : 1) : numbers[level] + 1;
            Array.Clear(numbers, level + 1, numbers.Length - level - 1);
            to.Append(i == 0 ? "" : "\n").Append(' ', (level - 1) * 3);
            _ = IsNumbered ? to.Append(CultureInfo.InvariantCulture, $"{numbers[level]}. ") : to.Append("- ");
            to.Append(write(text));
        }
    }
}

/// <summary>A box that stands out.</summary>
public sealed record BoxFlow(CalloutKind Kind, string? Heading, string Text) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links)
    {
        to.Append(Heading is null ? "" : $"> **{Inlines.Escape(Heading)}**\n>\n").Append("> ").Append(Inline(Text, links));
    }

    public override void WriteHtml(StringBuilder to, LinkAddresses links)
    {
        to.Append("<aside data-kind=\"").Append(Api.EnumNames.Of(Kind).ToLowerInvariant()).Append("\">")
            .Append(Heading is null ? "" : $"<p><strong>{Escape(Heading)}</strong></p>")
            .Append("<p>").Append(InlineHtml(Text, links)).Append("</p></aside>");
    }

    public override void WritePlain(StringBuilder to) => to.Append(Heading is null ? "" : $"{Heading}\n").Append(Inlines.ToPlain(Text));

    public override void CollectMarkdown(List<string> to) => to.Add(Text);
}

/// <summary>Somebody's words.</summary>
public sealed record QuoteFlow(string Text, string? Source) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) =>
        to.Append("> ").Append(Inline(Text, links)).Append(Source is null ? "" : $"\n>\n> — {Inlines.Escape(Source)}");

    public override void WriteHtml(StringBuilder to, LinkAddresses links) =>
        to.Append("<blockquote><p>").Append(InlineHtml(Text, links)).Append("</p>").Append(Source is null ? "" : $"<footer>{Escape(Source)}</footer>").Append("</blockquote>");

    public override void WritePlain(StringBuilder to) => to.Append(Inlines.ToPlain(Text)).Append(Source is null ? "" : $" — {Source}");

    public override void CollectMarkdown(List<string> to) => to.Add(Text);
}

/// <summary>Rows and columns.</summary>
public sealed record TableFlow(string? Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links)
    {
        string Cell(string text) => Inline(text, links).Replace("|", "\\|", StringComparison.Ordinal);
        to.Append(Caption is null ? "" : $"**{Inlines.Escape(Caption)}**\n\n").Append("| ").AppendJoin(" | ", Header.Select(Cell)).Append(" |\n|").Append(string.Concat(Enumerable.Repeat(" --- |", Header.Count)));
        foreach (var row in Rows)
        {
            to.Append("\n| ").AppendJoin(" | ", row.Select(Cell)).Append(" |");
        }
    }

    public override void WriteHtml(StringBuilder to, LinkAddresses links)
    {
        to.Append("<table>").Append(Caption is null ? "" : $"<caption>{Escape(Caption)}</caption>").Append("<thead><tr>");
        foreach (var cell in Header)
        {
            to.Append("<th scope=\"col\">").Append(InlineHtml(cell, links)).Append("</th>");
        }

        to.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            to.Append("<tr>");
            foreach (var cell in row)
            {
                to.Append("<td>").Append(InlineHtml(cell, links)).Append("</td>");
            }

            to.Append("</tr>");
        }

        to.Append("</tbody></table>");
    }

    public override void WritePlain(StringBuilder to)
    {
        to.Append(Caption is null ? "" : $"{Caption}\n").AppendJoin(", ", Header.Select(Inlines.ToPlain));
        foreach (var row in Rows)
        {
            to.Append('\n').AppendJoin(", ", row.Select(Inlines.ToPlain));
        }
    }

    public override void CollectMarkdown(List<string> to)
    {
        to.AddRange(Header);
        to.AddRange(Rows.SelectMany(r => r));
    }
}

/// <summary>What to do next.</summary>
public sealed record ActionFlow(string Label, string? Address) : Flow
{
    public override void WriteMarkdown(StringBuilder to, LinkAddresses links) =>
        to.Append(Address is null ? Inlines.Escape(Label) : $"[{Inlines.Escape(Label)}](<{Address}>)");

    public override void WriteHtml(StringBuilder to, LinkAddresses links) =>
        to.Append(Address is null ? $"<p>{Escape(Label)}</p>" : $"<p><a href=\"{Escape(Address)}\">{Escape(Label)}</a></p>");

    public override void WritePlain(StringBuilder to) => to.Append(Label);

    public override void CollectMarkdown(List<string> to)
    {
    }
}
