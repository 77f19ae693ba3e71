namespace ContentHub.Storage;

/// <summary>What another writer did that makes ours fail.</summary>
internal enum Obstacle
{
    /// <summary>It changed the same rows, or locked them in another order.</summary>
    OtherWriter,
    /// <summary>It used the same id for an entry or a variant.</summary>
    SameId,
    /// <summary>It gave the entry the same locale.</summary>
    SameLocale,
    /// <summary>It claimed the same slug.</summary>
    SameSlug,
}
