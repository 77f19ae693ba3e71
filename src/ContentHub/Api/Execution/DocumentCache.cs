using System.Collections.Concurrent;
using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>How much the <see cref="DocumentCache"/> keeps.</summary>
/// <param name="DocumentsMax">Number of documents.</param>
/// <param name="TextMaxCharacters">All texts together, and their plans as so much text; a parsed document takes some twenty bytes for each.</param>
/// <param name="DocumentMaxCharacters">Longer documents are not kept.</param>
public sealed record DocumentCacheLimits(
    int DocumentsMax = 2_000,
    long TextMaxCharacters = 4 * 1024 * 1024,
    int DocumentMaxCharacters = 64 * 1024);

/// <summary>
/// Remembers documents that were found valid, by their text, so that repeats are neither parsed nor validated
/// again. Validity does not depend on which of a document's operations runs: GraphQL.NET checks the whole document.
/// </summary>
/// <remarks>
/// Rules that depend on the caller or on variables must be in <see cref="ExecutionOptions.CachedDocumentValidationRules"/>
/// (<c>useForCachedDocuments: true</c>): only those run on a repeat.
/// What was not used since the hand last passed it goes first (the clock algorithm), so reading takes no lock.
/// </remarks>
public sealed class DocumentCache(DocumentCacheLimits limits) : IConfigureExecution
{
    /// <summary>A field of a plan takes some 300 bytes, a character of a document with what is made of it 20.</summary>
    const int CharactersPerPlanField = 15;

    readonly ConcurrentDictionary<Key, KeptDocument> _entries = new();
    readonly ConcurrentDictionary<byte[], KeptDocument> _byJson = new(Utf8Comparer.Instance);

    // The very strings that documents are kept with: to read a text takes longer than many an answer.
    readonly ConcurrentDictionary<string, KeptDocument> _byInstance = new(ReferenceEqualityComparer.Instance);
    readonly Queue<KeptDocument> _clock = new();
    readonly Lock _adding = new();
    long _characters;

    /// <summary>After options and validation rules are set, before execution.</summary>
    public float SortOrder => 200;

    /// <summary>Number of documents kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Length of all texts kept, and what their plans weigh.</summary>
    public long Characters => Interlocked.Read(ref _characters);

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (options is not { Query: { } text, Document: null, Schema: { } schema } || text.Length > limits.DocumentMaxCharacters)
        {
            return await next(options);
        }

        if (Find(schema, text) is { } known)
        {
            options.Document = known.Document;
            options.ValidationRules = options.CachedDocumentValidationRules ?? [];
            return await next(options);
        }

        var result = await next(options);
        if (result is { Executed: true, Document: { } document })
        {
            Keep(new(schema, text, document));
        }

        return result;
    }

    /// <returns>Null for a document that was not found valid yet, or that has made room.</returns>
    internal KeptDocument? Find(ISchema schema, string text)
    {
        if (!(_byInstance.TryGetValue(text, out var known) && known.Schema == schema) && !_entries.TryGetValue(new Key(schema, text), out known))
        {
            return null;
        }

        known.IsUsed = true;
        return known;
    }

    /// <summary>The text of a kept document as it came in a request before, without making it anew.</summary>
    /// <param name="json">A JSON string, with its quotes.</param>
    internal string? TextOf(ReadOnlySpan<byte> json) => _byJson.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(json, out var known) ? known.Text : null;

    /// <summary>Lets <see cref="TextOf"/> find a text, if it is that of a kept document.</summary>
    internal void Remember(ISchema schema, ReadOnlySpan<byte> json, string? text)
    {
        // One written in escapes only would take many times the room that its text is counted for.
        if (text is null || json.Length > 2 * (text.Length + 1) || Find(schema, text) is not { Json: null } kept)
        {
            return;
        }

        lock (_adding)
        {
            if (kept.Json is null && _entries.TryGetValue(KeyOf(kept), out var still) && still == kept)
            {
                kept.Json = json.ToArray();
                _byJson[kept.Json] = kept;
            }
        }
    }

    /// <summary>Counts what was made of a document along with its text.</summary>
    /// <param name="planFields">Of a plan that it has now.</param>
    internal void Weigh(KeptDocument document, int planFields)
    {
        lock (_adding)
        {
            if (_entries.TryGetValue(KeyOf(document), out var kept) && kept == document)
            {
                document.PlanCharacters += planFields * CharactersPerPlanField;
                _characters += planFields * CharactersPerPlanField;
                MakeRoom();
            }
        }
    }

    void Keep(KeptDocument document)
    {
        lock (_adding)
        {
            if (!_entries.TryAdd(KeyOf(document), document))
            {
                return;
            }

            _byInstance[document.Text] = document;
            _characters += document.Text.Length;
            // The newcomer joins behind the hand: it is never the one that has to make room for itself.
            MakeRoom();
            _clock.Enqueue(document);
        }
    }

    void MakeRoom()
    {
        while (_entries.Count > limits.DocumentsMax || _characters > limits.TextMaxCharacters)
        {
            if (!_clock.TryDequeue(out var oldest))
            {
                break;
            }

            if (oldest.IsUsed)
            {
                oldest.IsUsed = false;
                _clock.Enqueue(oldest);
                continue;
            }

            _entries.TryRemove(KeyOf(oldest), out _);
            _byInstance.TryRemove(oldest.Text, out _);
            if (oldest.Json is { } json)
            {
                _byJson.TryRemove(json, out _);
            }

            _characters -= oldest.Text.Length + oldest.PlanCharacters;
        }
    }

    static Key KeyOf(KeptDocument document) => new(document.Schema, document.Text);

    readonly record struct Key(ISchema Schema, string Text);
}

/// <summary>A document that was found valid, and what is made of it when it comes again.</summary>
internal sealed class KeptDocument(ISchema schema, string text, GraphQLDocument document)
{
    readonly GraphQLOperationDefinition[] _definitions = [.. document.Definitions.OfType<GraphQLOperationDefinition>()];
    readonly PlannedOperation?[] _operations = new PlannedOperation?[document.Definitions.OfType<GraphQLOperationDefinition>().Count()];
    volatile bool _isUsed;

    public ISchema Schema => schema;

    public string Text => text;

    public GraphQLDocument Document => document;

    public bool IsUsed { get => _isUsed; set => _isUsed = value; }

    /// <summary>Its text as it stood in a request; null as long as none brought it so.</summary>
    public byte[]? Json { get; set; }

    /// <summary>What its plans weigh, in characters of text.</summary>
    public int PlanCharacters { get; set; }

    /// <param name="name">Null where there is but one.</param>
    /// <returns>Null when there is none of that name, or more than one to choose from.</returns>
    public PlannedOperation? Operation(string? name, IPlanCompiler compiler, DocumentCache cache)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _operations[index] ?? Add(index, compiler, cache);
    }

    int IndexOf(string? name) => name is null
        ? _definitions.Length == 1 ? 0 : -1
        : Array.FindIndex(_definitions, definition => definition.Name is { } own && own.Value.Span.SequenceEqual(name));

    PlannedOperation Add(int index, IPlanCompiler compiler, DocumentCache cache) =>
        _operations[index] = new(schema, document, _definitions[index], compiler, fields => cache.Weigh(this, fields));
}

/// <summary>Bytes by what they are.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly Utf8Comparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    /// <remarks>Differs from process to process, so that nobody can choose texts that collide.</remarks>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
