namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A sentence with more words than readers hold in mind. Words of somebody who is named stay as they are.</summary>
internal sealed class LongSentence : EditorialCheck
{
    public override string Rule => "long-sentence";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a sentence over 30 words (Spanish: 35)";

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        var most = document.IsSpanish ? document.Options.SentenceWordsSpanish : document.Options.SentenceWords;
        return from text in document.Texts
               where !text.Outline.IsQuoted && text.Outline.Role is TextRole.Paragraph or TextRole.ListItem or TextRole.Callout or TextRole.Quote
               from sentence in text.Sentences
               where sentence.Words.Count > most && !sentence.Text.EndsWith(':')
               select At(text, sentence.Start, sentence.Text.Length, $"This sentence has {sentence.Words.Count} words. Split it.", $"At most {most} words: one thought a sentence.");
    }
}
