using ContentHub.Content.Parts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>What stands under one heading, on its way into a draft.</summary>
/// <param name="Heading">Null for the text before the first.</param>
/// <param name="Level">2 to 4.</param>
internal sealed record PageSection(string? Heading, int Level, Confidence Confidence, IReadOnlyList<Piece> Pieces)
{
    /// <summary>Null when no pattern knows the heading.</summary>
    public HeadingMatch? Match { get; init; } = Heading is null ? null : HeadingPatterns.Match(Heading);

    public HeadingType Type => Match?.Type ?? HeadingType.Section;

    /// <summary>Which question about health it answers; null when nothing says so.</summary>
    public HealthAspect? Aspect { get; init; }

    public string Text => string.Join('\n', Pieces.SelectMany(PieceTexts.Of));
}

/// <summary>A symptom list that was made of what stood here.</summary>
internal sealed record SymptomsPiece(Guid EntryId) : Piece;

/// <summary>Questions that were made of what stood here.</summary>
internal sealed record QuestionsPiece(IReadOnlyList<Guid> EntryIds) : Piece;

/// <summary>A call to act; leads to exactly one thing.</summary>
internal sealed record CallPiece(string Label, Guid? ProgramId, Uri? Url, string? Phone) : Piece;

/// <summary>A box that says what to do in an emergency.</summary>
internal sealed record EmergencyPiece(PageText Text) : Piece;

/// <summary>What a part of a page says, text by text.</summary>
internal static class PieceTexts
{
    public static IEnumerable<string> Of(Piece piece) => piece switch
    {
        HeadingPiece heading => [heading.Text.Plain],
        ParagraphPiece paragraph => [paragraph.Text.Plain],
        ListPiece list => list.Items.Select(i => i.Text.Plain),
        QuotePiece quote => quote.Source is null ? [quote.Text.Plain] : [quote.Text.Plain, quote.Source],
        TablePiece table => table.Header.Concat(table.Rows.SelectMany(r => r)).Select(t => t.Plain).Append(table.Caption ?? "").Where(t => t.Length > 0),
        QuestionPiece question => question.Answer.SelectMany(Of).Prepend(question.Question),
        ActionPiece action => [action.Text.Plain],
        CallPiece call => [call.Label],
        EmergencyPiece emergency => [emergency.Text.Plain],
        SymptomsPiece or QuestionsPiece => [],
        _ => throw new InvalidOperationException($"Unknown piece {piece.GetType().Name}."),
    };
}
