using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContentHub.Editorial.Documents;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>The drafts that come of one page, beside the article. Ids come from one seed, so that the same import again finds what it made.</summary>
internal sealed class ImportDrafts(Guid seed, PageNotes notes)
{
    /// <summary>More than any page makes: 100 questions, 30 lists, a program for each level of care, the article.</summary>
    private const int DraftsMax = 200;

    private readonly List<ImportedDraft> _drafts = [];

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<ImportedDraft> All => _drafts;

    /// <summary>Where findings on the next draft point to.</summary>
    public IReadOnlyList<string> NextPath => ["drafts", (_drafts.Count + 1).ToString(CultureInfo.InvariantCulture)];

    /// <summary>Where findings on the article point to.</summary>
    public static readonly IReadOnlyList<string> ArticlePath = ["drafts", "0"];

    /// <param name="why">From what it was guessed.</param>
    /// <returns>The new entry's id.</returns>
    public Guid Add(string type, IEntryContent content, Confidence confidence, string why)
    {
        var noun = Editorial.ContentType.ANounOf(type);
        notes.Find("import-guess", $"“{content.Heading}” was made {noun}: {why} ({Words(confidence)} confidence).", "See whether that is right; the text stood in the article otherwise.", NextPath);
        var draft = Draft(type, _drafts.Count + 1, content);
        _drafts.Add(draft);
        return draft.EntryId;
    }

    public void Replace(Guid entryId, Func<IEntryContent, IEntryContent> change)
    {
        var place = _drafts.FindIndex(d => d.EntryId == entryId);
        if (place >= 0)
        {
            _drafts[place] = _drafts[place] with { Content = change(_drafts[place].Content) };
        }
    }

    public ImportedDraft Article(IEntryContent content) => Draft("ARTICLE", 0, content) with { VariantId = seed };

    /// <summary>All entry ids that an import with this seed may have given.</summary>
    public static IReadOnlySet<Guid> EntryIds(Guid seed) => Enumerable.Range(0, DraftsMax).Select(n => ImportIds.Of($"{seed}/{n}/entry")).ToHashSet();

    private ImportedDraft Draft(string type, int number, IEntryContent content) => new(type, ImportIds.Of($"{seed}/{number}/entry"), ImportIds.Of($"{seed}/{number}/draft"), content);

    private static string Words(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        Confidence.Low => "low",
        _ => throw new InvalidOperationException($"Unknown confidence {confidence}."),
    };
}

/// <summary>Ids that follow from what they stand for.</summary>
internal static class ImportIds
{
    public static Guid Of(string what)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"contenthub-import:{what}"))[..16];

        // RFC 9562, version 8: made by the application.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Of a file: the same bytes in the same locale are the same page, whatever the file is called.</summary>
    public static Guid OfPage(ReadOnlySpan<byte> bytes, string locale) => Of($"page:{locale}:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
}
