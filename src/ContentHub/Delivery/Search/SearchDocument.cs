using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace ContentHub.Delivery.Search;

/// <summary>How an entry stands in the index. Everything comes from its own document, so that no other change makes it wrong.</summary>
internal static class SearchDocument
{
    public const string Id = "id";
    public const string Code = "code";
    public const string Topic = "topic";

    /// <summary>Has the value <see cref="Yes"/> where entries are found by this one's names.</summary>
    public const string NamesOthers = "namesOthers";

    public const string Yes = "1";

    /// <summary>Which variant and version, for the reader of a segment.</summary>
    public const string Key = "key";

    private const int GuidLength = 16;

    private static readonly FieldType Text = Frozen(new(TextField.TYPE_NOT_STORED));

    public static Term IdOf(Guid variantId) => new(Id, variantId.ToString("N"));

    public static Document Of(PublishedEntry entry)
    {
        var language = SearchLanguage.Of(entry.Locale);
        var document = new Document
        {
            new StringField(Id, entry.VariantId.ToString("N"), Field.Store.NO),
            new BinaryDocValuesField(Key, new BytesRef(KeyOf(entry))),
        };
        foreach (var passage in Passage.Of(entry))
        {
            document.Add(new Field(language.FieldOf(passage.Kind), passage.Plain, Text));
        }

        foreach (var code in entry.SearchCodes.Select(WordOf).Distinct())
        {
            document.Add(new StringField(Code, code, Field.Store.NO));
        }

        foreach (var topic in entry.Topics.Distinct())
        {
            document.Add(new StringField(Topic, topic.ToString("N"), Field.Store.NO));
        }

        if (entry.Type.NamesOthers)
        {
            document.Add(new StringField(NamesOthers, Yes, Field.Store.NO));
        }

        return document;
    }

    /// <summary>A code without letter case, dots and hyphens: record systems leave them out as often as not.</summary>
    public static string WordOf(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public static (Guid VariantId, int Version) Read(BytesRef key)
    {
        var bytes = key.Bytes.AsSpan(key.Offset, key.Length);
        return (new(bytes[..GuidLength]), BitConverter.ToInt32(bytes[GuidLength..]));
    }

    private static byte[] KeyOf(PublishedEntry entry) => [.. entry.VariantId.ToByteArray(), .. BitConverter.GetBytes(entry.Version)];

    private static FieldType Frozen(FieldType type)
    {
        type.Freeze();
        return type;
    }
}
