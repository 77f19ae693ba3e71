namespace ContentHub.Api.Explorer;

/// <summary>Section <c>ContentHub:Explorer</c>.</summary>
public sealed record ExplorerOptions
{
    public const string Section = "ContentHub:Explorer";

    /// <summary>Whether a browser that opens <c>/graphql</c> gets the explorer. Null: in the Development environment only.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>The query that the explorer opens with; whoever brings the schema knows a useful one.</summary>
public sealed record ExplorerExample(string Query);
