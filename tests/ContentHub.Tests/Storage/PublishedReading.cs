using ContentHub.Storage;

namespace ContentHub.Tests.Storage;

/// <summary>All that is public at once: tests have little of it.</summary>
internal static class PublishedReading
{
    public static Task<PublishedContents> LoadAllAsync(this PublishedReader reader) => reader.ReadAllAsync(async all =>
    {
        var rows = new List<PublishedRow>();
        await foreach (var row in all.Rows)
        {
            rows.Add(row);
        }

        return new PublishedContents(all.LogId, all.Sequence, rows);
    });
}
