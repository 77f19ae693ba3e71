using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContentHub.Api.Records;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Documents;

/// <summary>One property of a content record, with what its attributes say.</summary>
internal sealed class DocumentField
{
    public required PropertyInfo Property { get; init; }

    public required string Name { get; init; }

    public bool IsMarkdown { get; init; }

    public int CharactersMax { get; init; }

    public int ItemsMax { get; init; }

    /// <summary>Null: holds no entry ids. Empty: ids of any type.</summary>
    public IReadOnlyList<string>? RefersTo { get; init; }

    public bool IsNeeded { get; init; }

    public string Label => string.Concat(Name.Select((c, i) => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<DocumentField>> Known = new();

    public static IReadOnlyList<DocumentField> Of(Type type) => Known.GetOrAdd(type, static t =>
        [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !p.IsDefined(typeof(JsonIgnoreAttribute))).Select(p => new DocumentField
        {
            Property = p,
            Name = JsonNamingPolicy.CamelCase.ConvertName(p.Name),
            IsMarkdown = p.IsDefined(typeof(MarkdownAttribute)),
            CharactersMax = p.GetCustomAttribute<MaxCharactersAttribute>()?.Count ?? MaxCharactersAttribute.Default,
            ItemsMax = p.GetCustomAttribute<MaxItemsAttribute>()?.Count ?? MaxItemsAttribute.Default,
            RefersTo = p.GetCustomAttribute<RefersToAttribute>()?.Types,
            IsNeeded = p.IsDefined(typeof(NeededAttribute)),
        })]);
}

/// <summary>A text, an id or a list somewhere in a document.</summary>
internal readonly record struct DocumentValue(IReadOnlyList<string> Path, DocumentField Field, object Value);

/// <summary>That a document names an entry.</summary>
/// <param name="Types">Types that it may be of; empty for any.</param>
public sealed record DocumentReference(Guid EntryId, IReadOnlyList<string> Path, IReadOnlyList<string> Types);

/// <summary>Walks through a document in its order, by the record's properties.</summary>
internal static class DocumentShape
{
    /// <summary>Every text, id and list that is there, with its path: items of keyed lists by their key, of others by their index.</summary>
    public static IEnumerable<DocumentValue> Walk(object content) => Walk(content, []);

    public static IEnumerable<DocumentReference> References(object content)
    {
        foreach (var (path, field, value) in Walk(content))
        {
            if (value is Guid id && field.RefersTo is { } types)
            {
                yield return new(id, path, types);
            }
            else if (value is string text && field.IsMarkdown)
            {
                foreach (var link in InlineText.Parse(text).EntryLinks())
                {
                    yield return new(link.EntryId, path, []);
                }
            }
        }
    }

    /// <summary>All words of a document, for the editors' search.</summary>
    public static string PlainText(object content) => string.Join('\n', Walk(content)
        .Where(v => v.Value is string && v.Field.Name is not ("key" or "anchor" or "companions"))
        .Select(v => v.Field.IsMarkdown ? InlineText.Parse((string)v.Value).ToPlain() : (string)v.Value));

    private static IEnumerable<DocumentValue> Walk(object part, IReadOnlyList<string> path)
    {
        foreach (var field in DocumentField.Of(part.GetType()))
        {
            if (field.Property.GetValue(part) is not { } value)
            {
                continue;
            }

            // A wrapper with one field stands in the path by what it wraps: blocks are named by key alone.
            var below = part.GetType().IsDefined(typeof(OneFieldAttribute)) ? path : [.. path, field.Name];
            foreach (var found in WalkValue(value, field, below))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<DocumentValue> WalkValue(object value, DocumentField field, IReadOnlyList<string> path)
    {
        switch (value)
        {
            case string or Guid:
                yield return new(path, field, value);
                break;
            case IList items:
                yield return new(path, field, items);
                for (var i = 0; i < items.Count; i++)
                {
                    foreach (var found in WalkValue(items[i]!, field, [.. path, KeyOf(items[i]!) ?? $"{i}"]))
                    {
                        yield return found;
                    }
                }

                break;
            case { } part when part.GetType().IsClass && part is not Uri:
                foreach (var found in Walk(part, path))
                {
                    yield return found;
                }

                break;
        }
    }

    private static string? KeyOf(object item)
    {
        if (item is string)
        {
            return null;
        }

        if (item.GetType().IsDefined(typeof(OneFieldAttribute)))
        {
            item = DocumentField.Of(item.GetType()).Select(f => f.Property.GetValue(item)).FirstOrDefault(v => v is not null) ?? item;
        }

        return item.GetType().GetProperty("Key")?.GetValue(item) as string is { Length: > 0 } key ? key : null;
    }
}
