namespace ContentHub.Api.Documents;

/// <summary>For whom only trusted documents run.</summary>
public enum TrustedOnlyFor
{
    /// <summary>Whatever is valid runs for everybody.</summary>
    Nobody,

    /// <summary>Everybody without a role; signed-in editors go on sending what they like, since the editing app and scripts do.</summary>
    Readers,

    /// <summary>Editors too: their apps' documents have to be in the folder.</summary>
    Everyone,
}

/// <summary>Documents that clients name by their hash. Section <c>ContentHub:Documents</c>.</summary>
public sealed record DocumentOptions
{
    /// <summary>
    /// Folder of trusted documents, those in folders below it included; relative to the working directory, read once at the start.
    /// Null or empty: there are none.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>For whom all other documents are refused.</summary>
    public TrustedOnlyFor TrustedOnly { get; init; }

    /// <summary>Whether clients may have documents remembered by sending them once (Apollo's automatic persisted queries).</summary>
    public bool Automatic { get; init; } = true;

    internal string? FullFolder => string.IsNullOrWhiteSpace(Folder) ? null : Path.GetFullPath(Folder);
}
