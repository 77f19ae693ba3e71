using System.Collections;
using System.Text.RegularExpressions;
using ContentHub.Api.Errors;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Documents;

/// <summary>What every document must be like, whatever its type. Pure.</summary>
internal static partial class DocumentRules
{
    /// <summary>Faults that keep a document from being saved, even as a draft; all at once.</summary>
    public static IReadOnlyList<DocumentFault> Check(ContentType type, IEntryContent content)
    {
        var faults = new List<DocumentFault>();
        if (content.Slug is { } slug && !Slug().IsMatch(slug))
        {
            faults.Add(DocumentFault.Invalid("A slug has at most 120 letters a to z, digits and single hyphens between them, e.g. signs-of-dependence.", "slug"));
        }

        foreach (var (path, field, value) in DocumentShape.Walk(content))
        {
            switch (value)
            {
                case IList items when items.Count > field.ItemsMax:
                    faults.Add(new(ErrorCode.TooLong, $"At most {field.ItemsMax} here; these are {items.Count}.", path));
                    break;
                case string text:
                    CheckText(text, path, field, faults);
                    break;
            }
        }

        faults.AddRange(CheckReferenceKeys(content));
        faults.AddRange(type.CheckContent(content));
        return faults;
    }

    /// <summary>What is still missing before a document may be submitted or published.</summary>
    public static IReadOnlyList<DocumentFault> Missing(IEntryContent content)
    {
        var missing = new List<DocumentFault>();
        foreach (var field in DocumentField.Of(content.GetType()).Where(f => f.IsNeeded))
        {
            var value = field.Property.GetValue(content);
            if (value is null or IList { Count: 0 } || (value is string text && string.IsNullOrWhiteSpace(text)))
            {
                missing.Add(DocumentFault.Required($"The {field.Label} is missing: fill it in before others review or read this.", field.Name));
            }
        }

        return missing;
    }

    private static void CheckText(string text, IReadOnlyList<string> path, DocumentField field, List<DocumentFault> faults)
    {
        if (text.Length > field.CharactersMax)
        {
            faults.Add(new(ErrorCode.TooLong, $"At most {field.CharactersMax} characters here; these are {text.Length}.", path));
            return;
        }

        if (field.IsMarkdown)
        {
            faults.AddRange(InlineText.Parse(text).Faults().Select(f => new DocumentFault(f.Kind == TextFaultKind.RawHtml ? ErrorCode.RawHtml : ErrorCode.Invalid, f.Message, path)));
        }
        else
        {
            faults.AddRange(TextFaults.CharactersOf(text).Select(f => new DocumentFault(ErrorCode.Invalid, f.Message, path)));
        }
    }

    private static IEnumerable<DocumentFault> CheckReferenceKeys(IEntryContent content)
    {
        if (content.GetType().GetProperty("References")?.GetValue(content) is not IEnumerable references)
        {
            yield break;
        }

        var seen = new HashSet<string>();
        foreach (var reference in references)
        {
            if (reference.GetType().GetProperty("Key")?.GetValue(reference) is not string { Length: > 0 } key)
            {
                continue;
            }

            if (!SourceKey().IsMatch(key))
            {
                yield return DocumentFault.Invalid("A source's key is a letter, then up to 31 letters and digits, e.g. FDA2020. Leave it out to get one.", "references", key, "key");
            }
            else if (!seen.Add(key))
            {
                yield return new(ErrorCode.DuplicateKey, $"Two sources have the key “{key}”: give each its own.", ["references", key]);
            }
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,31}\z")]
    private static partial Regex SourceKey();
}

/// <summary>Slugs and anchors from titles and headings. Pure.</summary>
internal static class Slugs
{
    private const int CharactersMax = 120;

    /// <returns>Null when no letter or digit is left.</returns>
    public static string? From(string? title)
    {
        if (title is null)
        {
            return null;
        }

        var slug = new System.Text.StringBuilder();
        // Half a character has no normal form; as a rune it is the sign for one that cannot be read.
        foreach (var character in string.Concat(title.EnumerateRunes()).Normalize(System.Text.NormalizationForm.FormD).ToLowerInvariant())
        {
            if (character is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                slug.Append(character);
            }
            else if (character is '\'' or '’' || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                continue;
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, CharactersMax)).Trim('-');
        return text.Length == 0 ? null : text;
    }
}
