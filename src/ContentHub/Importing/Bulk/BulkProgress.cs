namespace ContentHub.Importing.Bulk;

/// <summary>How far a long work is.</summary>
/// <param name="Step">What is being done, for people.</param>
internal readonly record struct BulkProgress(string Step, long Done, long Total);
