using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ContentHub.Editorial.Checks;

/// <summary>
/// Names findings, so that a judgement of one holds for as long as the same check says the same of the same text, in whatever version, and falls
/// when one of them changes. Pure.
/// </summary>
internal sealed class FindingKeys(Outline outline)
{
    private const char Between = '\u001F';

    private readonly Lazy<ILookup<string, OutlineText>> _byPath = new(() => outline.Texts.ToLookup(t => Joined(t.Path)));

    /// <summary>Texts below a place that is no text itself, such as a section.</summary>
    private readonly Dictionary<string, string> _below = [];

    public Finding Named(Finding finding)
    {
        var range = finding.Range is { } words ? $"{words.Start}-{words.End}" : "";
        var said = string.Join('\u001E', finding.Rule, finding.Severity, finding.Message, Joined(finding.Path), range, TextAt(finding.Path));
        return finding with { Key = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 16)) };
    }

    private string TextAt(IReadOnlyList<string> path)
    {
        var joined = Joined(path);
        if (_byPath.Value.Contains(joined))
        {
            return string.Concat(_byPath.Value[joined].Select(t => t.Source));
        }

        if (!_below.TryGetValue(joined, out var text))
        {
            text = string.Join('\u001E', outline.Texts.Where(t => t.Path.Take(path.Count).SequenceEqual(path)).Select(t => $"{Joined(t.Path)}{Between}{t.Source}"));
            _below.Add(joined, text);
        }

        return text;
    }

    private static string Joined(IReadOnlyList<string> path) => string.Join(Between, path);
}
