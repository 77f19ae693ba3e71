namespace ContentHub.Editorial.Texts;

/// <summary>One thing in a text that our subset of Markdown does not hold.</summary>
/// <param name="Start">Where it begins, in UTF-16 units from 0.</param>
/// <param name="End">The first unit after it; equal to <paramref name="Start"/> where nothing stands.</param>
/// <param name="Message">What, where and what to do, for the person who typed it.</param>
public sealed record TextFault(TextFaultKind Kind, int Start, int End, string Message);

public enum TextFaultKind
{
    /// <summary>A tag, a comment or anything else that a browser would read as markup.</summary>
    RawHtml,
    /// <summary>Pictures are blocks, with alt text and size.</summary>
    Image,
    /// <summary>A heading, list, quotation, code block, line across the page, link definition or line break.</summary>
    BlockSyntax,
    /// <summary>A link to where our links may not lead, or one that cannot be read aloud.</summary>
    LinkTarget,
    /// <summary>A link to an entry whose id or anchor is not one.</summary>
    EntryLink,
    /// <summary>A character that cannot be seen, or half of one.</summary>
    ControlCharacter,
    /// <summary>So many marks, or so deep, that reading them would take long; the text is then taken as it stands, without marks.</summary>
    TooComplex,
}
