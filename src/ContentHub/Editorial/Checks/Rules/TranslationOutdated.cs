namespace ContentHub.Editorial.Checks.Rules;

/// <summary>A translation whose source says something else by now, or was taken away for safety.</summary>
internal sealed class TranslationOutdated : EditorialCheck
{
    public override string Rule => "translation-outdated";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override string About => "a translation whose source changed in substance since (source retracted: error)";

    public override bool MayBlock => true;

    public override bool StandsAgainstReview => false;

    public override IEnumerable<Finding> Find(CheckedDocument document)
    {
        switch (document.Facts.Source)
        {
            case { IsRetracted: true } source:
                yield return At([], $"The {source.Locale} text that this was made from was retracted.", "Take this text away from readers too, until the source is right again.") with { Severity = FindingSeverity.Error };
                break;
            case { IsChanged: true } source:
                yield return At(
                    [], $"The {document.Facts.Locale} text was made from version {source.Version}; the source is now version {source.PublishedVersion}.",
                    $"Look at what changed in the source, bring it over, and save with sourceVersion {source.PublishedVersion}.");
                break;
        }
    }
}
