using System.Runtime.CompilerServices;
using System.Text;
using ContentHub.Editorial.Texts;

namespace ContentHub.Syndication.Pages;

/// <summary>HTML that is put together: whatever is interpolated into it is text, unless it is HTML already.</summary>
/// <remarks>Attributes stand in double quotes; nothing is ever interpolated into a style or a name.</remarks>
public sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Nothing { get; } = new("");

    public bool IsEmpty => _markup.Length == 0;

    public static Html Of(HtmlInterpolation markup) => new(markup.ToString());

    /// <summary>Markup that another part of ours has written and escaped already, but for what XML forbids.</summary>
    public static Html Written(string markup) => new(XmlText.Clean(markup));

    public static Html Join(IEnumerable<Html> parts) => new(string.Join('\n', parts.Where(p => !p.IsEmpty).Select(p => p._markup)));

    public override string ToString() => _markup;

    /// <summary>As text or between double quotes. What XML and HTML forbid gives way to U+FFFD.</summary>
    internal static string Encode(string? text) => InlineHtml.Encode(XmlText.Clean(text ?? ""));
}

/// <summary>Collects the parts of an interpolated string.</summary>
[InterpolatedStringHandler]
public readonly struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder _markup = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => _markup.Append(Html.Encode(text));

    public void AppendFormatted(int number) => _markup.Append(number);

    public void AppendFormatted(Uri address) => _markup.Append(Html.Encode(address.AbsoluteUri));

    public void AppendFormatted(Html? markup) => _markup.Append(markup);

    public override string ToString() => _markup.ToString();
}
