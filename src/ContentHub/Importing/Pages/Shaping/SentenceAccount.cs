using System.Text;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Nothing is lost: each sentence of a page is in a draft, or is told as left out. What neither holds is added here.</summary>
internal static class SentenceAccount
{
    /// <summary>Sentences that were taken apart are looked for word by word; more than this many are told without looking.</summary>
    private const int SearchesMax = 500;

    public static void Close(IEnumerable<string> source, IReadOnlyList<ImportedDraft> drafts, PageNotes notes)
    {
        var (held, texts) = (new Dictionary<string, int>(), new StringBuilder(" "));
        foreach (var text in drafts.Select(d => DocumentShape.PlainText(d.Content)).Concat(notes.LeftOut.Select(l => l.Text)))
        {
            foreach (var sentence in Sentences.Of(text).Select(s => KeyOf(s.Text)))
            {
                held[sentence] = held.GetValueOrDefault(sentence) + 1;
            }

            texts.Append(KeyOf(text)).Append(" | ");
        }

        var (all, searches) = (texts.ToString(), 0);
        foreach (var sentence in source.SelectMany(Sentences.Of).Select(s => s.Text))
        {
            var key = KeyOf(sentence);
            if (key.Length == 0 || (held.TryGetValue(key, out var count) && (held[key] = count - 1) >= 0))
            {
                continue;
            }

            if (held.ContainsKey(key))
            {
                notes.Leave(sentence, "said more than once on the page");
            }
            else if (searches++ >= SearchesMax || !all.Contains($" {key} ", StringComparison.Ordinal))
            {
                notes.Leave(sentence, "its words went into the drafts in parts");
            }
        }
    }

    private static string KeyOf(string text) => string.Join(' ', Shingles.WordsOf(text));
}
