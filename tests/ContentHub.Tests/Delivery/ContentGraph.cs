using System.Globalization;
using CsCheck;

namespace ContentHub.Tests.Delivery;

/// <summary>What becomes of one entry in one locale.</summary>
public enum Fate
{
    Draft,
    InReview,
    ChangesRequested,
    Approved,
    Discarded,
    Published,
    PublishedWithDraft,
    PublishedWithApprovedDraft,
    Republished,
    RepublishedWithDraft,
    Unpublished,
    UnpublishedWithDraft,
    Retracted,
    RetractedWithDraft,
    RetractedUnderDraft,
}

/// <summary>An entry of a random graph.</summary>
/// <param name="Graph">Name of its type in GraphQL.</param>
/// <param name="English">What becomes of it in the default locale.</param>
/// <param name="Spanish">Null: there is none.</param>
/// <param name="Links">Places in the graph that it refers to, in whichever way its type can.</param>
public sealed record GraphEntry(string Graph, Fate English, Fate? Spanish, int[] Links)
{
    public bool IsClinical => Graph is "Article" or "SymptomList" or "FaqEntry";

    public override string ToString() => $"{Graph} {English} {Spanish} [{string.Join(' ', Links)}]";
}

/// <summary>Random graphs of entries, with references and links between all of them.</summary>
public static class ContentGraph
{
    private static readonly string[] Types = ["Topic", "Person", "Article", "SymptomList", "FaqEntry", "Program", "GlossaryTerm", "HelpLine", "Location"];

    private static readonly Gen<Fate> AnyFate = Gen.Enum<Fate>();

    private static readonly Gen<GraphEntry[]> Some =
        Gen.Select(AnyFate, AnyFate, Gen.Int[0, 3], Gen.Int[0, Types.Length - 1], Gen.Int[0, 11].Array[2, 6])
            .Select((english, spanish, hasSpanish, type, links) => new GraphEntry(Types[type], english, hasSpanish == 0 ? spanish : null, links))
            .Array[4, 8];

    /// <summary>One topic, person and article at least, so that there is something to walk through.</summary>
    public static Gen<IReadOnlyList<GraphEntry>> Any { get; } = Gen.Select(AnyFate, AnyFate, Gen.Int[0, 11].Array[4, 8], Some).Select((topic, person, links, more) =>
        (IReadOnlyList<GraphEntry>)[new("Topic", topic, null, []), new("Person", person, null, [0]), new("Article", Fate.RepublishedWithDraft, Fate.Published, links), .. more]);
}

/// <summary>The words of one revision: nobody else says them.</summary>
public sealed record Words(int Number)
{
    /// <summary>Only in the title.</summary>
    public string Title => Mark('t');

    /// <summary>Only in the slug.</summary>
    public string Slug => Mark('s');

    /// <summary>In every other text.</summary>
    public string Text => Mark('b');

    private string Mark(char kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}zq{Number:d6}qz");
}
