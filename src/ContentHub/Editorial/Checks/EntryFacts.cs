namespace ContentHub.Editorial.Checks;

/// <summary>An entry that a document leads to.</summary>
/// <param name="IsVisible">Readers of this locale see it, or will when what is published together is out.</param>
/// <param name="Anchors">Of its sections; null where nobody asked for one.</param>
/// <param name="Help">What it offers, when it is a help line.</param>
internal sealed record LinkedEntry(string Type, string Title, bool IsVisible, bool IsRetracted, IReadOnlySet<string>? Anchors, HelpOffer? Help);

/// <summary>What a translation was made from.</summary>
/// <param name="Version">That it was made from; null when nobody said.</param>
/// <param name="PublishedVersion">What readers of the source see today; null for nothing.</param>
/// <param name="IsChanged">Whether what readers of the source see says something else than that version.</param>
internal sealed record SourceFacts(string Locale, int? Version, int? PublishedVersion, bool IsChanged, bool IsRetracted, IReadOnlyList<OutlineSource> Sources);

/// <summary>How the approval of the very revision stands that is to go out.</summary>
/// <param name="IsApproved">By somebody who may and who did not write it; the workflow sees to that.</param>
/// <param name="MonthsMax">The longest that the type's policy allows until the next review.</param>
internal sealed record ReviewFacts(bool IsApproved, DateOnly? NextReviewDue, int MonthsMax);

/// <summary>What stands around a document, as far as checks ask for it.</summary>
internal sealed record EntryFacts
{
    /// <summary>The content type, e.g. <c>ARTICLE</c>.</summary>
    public required string Type { get; init; }

    public required bool IsClinical { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Locale { get; init; }

    /// <summary>In the site's time zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Null for what is not stored.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>By when what readers see, or else the draft, is to be reviewed.</summary>
    public DateOnly? NextReviewDue { get; init; }

    /// <summary>Null unless the revision is about to go out.</summary>
    public ReviewFacts? Review { get; init; }

    /// <summary>Null for originals.</summary>
    public SourceFacts? Source { get; init; }

    /// <summary>Titles, and slugs in the site's own language, of its topics and of those above and below them.</summary>
    public IReadOnlyList<string> TopicNames { get; init; } = [];

    /// <summary>The name to call its subject by; null without topics.</summary>
    public string? Topic { get; init; }

    public IReadOnlyDictionary<Guid, LinkedEntry> Linked { get; init; } = new Dictionary<Guid, LinkedEntry>();
}
