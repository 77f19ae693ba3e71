using ContentHub.Content.Parts;
using ContentHub.Editorial.Texts;

namespace ContentHub.Importing.Pages.Reading;

/// <summary>How sure a guess is.</summary>
internal enum Confidence
{
    /// <summary>The page's markup says so.</summary>
    High,

    /// <summary>A heading says so.</summary>
    Medium,

    /// <summary>It has the shape.</summary>
    Low,
}

/// <summary>A text of a page: as our inline Markdown, and as readers see it.</summary>
/// <param name="Markdown">Can be stored: no fault of our subset is in it.</param>
internal sealed record PageText(string Markdown, string Plain)
{
    public static readonly PageText Empty = new("", "");

    public bool IsEmpty => Plain.Length == 0;

    /// <summary>Without any marks.</summary>
    public static PageText Of(string plain) => new(InlineBuilder.Escape(plain), plain);

    public static PageText Join(IEnumerable<PageText> texts)
    {
        var all = texts.Where(t => !t.IsEmpty).ToList();
        return all.Count == 1 ? all[0] : new(string.Join(' ', all.Select(t => t.Markdown)), string.Join(' ', all.Select(t => t.Plain)));
    }
}

/// <summary>One part of a page in reading order.</summary>
internal abstract record Piece;

/// <param name="Level">1 to 6, as in HTML.</param>
/// <param name="Confidence">High for a heading element; lower for what only looks like one.</param>
internal sealed record HeadingPiece(PageText Text, int Level, Confidence Confidence) : Piece;

internal sealed record ParagraphPiece(PageText Text) : Piece;

/// <param name="Level">1 to 3.</param>
/// <param name="IsLost">It stood beside the list and was put back.</param>
internal sealed record ItemPiece(PageText Text, int Level, bool IsLost = false);

/// <param name="Start">Number of the first item.</param>
internal sealed record ListPiece(IReadOnlyList<ItemPiece> Items, bool IsNumbered, int Start = 1) : Piece;

/// <param name="Source">Who said it; null if the page does not say.</param>
internal sealed record QuotePiece(PageText Text, string? Source) : Piece;

/// <param name="Rows">Each with as many cells as the header.</param>
internal sealed record TablePiece(string? Caption, IReadOnlyList<PageText> Header, IReadOnlyList<IReadOnlyList<PageText>> Rows) : Piece;

/// <summary>A question and its answer, as the markup pairs them.</summary>
internal sealed record QuestionPiece(string Question, IReadOnlyList<Piece> Answer) : Piece;

/// <summary>A button or link that asks to act.</summary>
/// <param name="Href">Where it leads; null when it leads nowhere.</param>
internal sealed record ActionPiece(PageText Text, string? Href) : Piece;

/// <summary>A page, read: what its text is made of, and what stood around it.</summary>
internal sealed record PageReading(IReadOnlyList<Piece> Pieces)
{
    /// <summary>Of the window, without the site's name; null if it says none.</summary>
    public string? WindowTitle { get; init; }

    /// <summary>For search engines; null if it says none.</summary>
    public string? Description { get; init; }

    /// <summary>Of the page's data for search engines (schema.org FAQPage).</summary>
    public IReadOnlyList<QuestionPiece> StructuredQuestions { get; init; } = [];
}
