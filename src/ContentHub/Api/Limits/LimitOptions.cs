using System.ComponentModel.DataAnnotations;

namespace ContentHub.Api.Limits;

/// <summary>What one request may be and may cost; section <c>ContentHub:Limits</c>. What is over a limit is refused before anything runs.</summary>
public sealed record LimitOptions
{
    public const string Section = "ContentHub:Limits";

    /// <summary>
    /// Characters of a document, 1,000 to 262,144. Far below the largest body, which is for variables: they carry whole
    /// articles, documents only name fields.
    /// </summary>
    [Range(1_000, 262_144)]
    public int DocumentMaxCharacters { get; init; } = 65_536;

    /// <summary>Fields within fields, 10 to 60 (the parser ends there). Introspection by GraphiQL, Altair and Relay's compiler nests 15 deep.</summary>
    [Range(10, 60)]
    public int DepthMax { get; init; } = 20;

    /// <summary>Fields, and as many spreads of fragments, 100 to 5,000, those of a fragment counted again wherever it is spread; so are the next three.</summary>
    [Range(100, 5_000)]
    public int FieldsMax { get; init; } = 2_000;

    /// <summary>Fields with an alias, 10 to 5,000.</summary>
    [Range(10, 5_000)]
    public int AliasesMax { get; init; } = 500;

    /// <summary>Arguments and variables, 100 to 5,000: GraphQL.NET looks for each among all others.</summary>
    [Range(100, 5_000)]
    public int ArgumentsMax { get; init; } = 1_000;

    /// <summary>Directives, 10 to 5,000.</summary>
    [Range(10, 5_000)]
    public int DirectivesMax { get; init; } = 200;

    /// <summary>Fragments that a document defines, 10 to 250: the time that GraphQL.NET takes to check them grows by their square.</summary>
    [Range(10, 250)]
    public int FragmentsMax { get; init; } = 100;

    /// <summary>Bytes of all variables as JSON, 1,000 to 1,048,576.</summary>
    [Range(1_000, 1_048_576)]
    public int VariablesMaxBytes { get; init; } = 1_000_000;

    /// <summary>Values in a request's JSON, 100 to 200,000: strings, numbers, lists, objects and the like.</summary>
    [Range(100, 200_000)]
    public int JsonMaxValues { get; init; } = 50_000;

    /// <summary>Lists and objects within one another in a request's JSON, 16 to 64; an article's deepest stand at 12.</summary>
    [Range(16, 64)]
    public int JsonMaxDepth { get; init; } = 40;

    /// <summary>
    /// What one operation may cost, 1,000 to 10,000,000; see <see cref="FieldCosts"/>. A unit is about a microsecond of one core:
    /// the default lets a static site read twenty whole articles, or a hundred with topics and authors, and keeps every
    /// operation well below a second.
    /// </summary>
    [Range(1_000, 10_000_000)]
    public long CostMax { get; init; } = 100_000;

    /// <summary>How long an operation may run, 100 milliseconds to 10 minutes. Subscriptions run on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
