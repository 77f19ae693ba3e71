using System.Collections.Concurrent;
using GraphQL;
using GraphQL.DI;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>How much the <see cref="DocumentCache"/> keeps.</summary>
/// <param name="DocumentsMax">Number of documents.</param>
/// <param name="TextMaxCharacters">All texts together; a parsed document takes some twenty bytes for each.</param>
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
    readonly ConcurrentDictionary<Key, Entry> _entries = new();
    readonly Queue<Key> _clock = new();
    readonly Lock _adding = new();
    long _characters;

    /// <summary>After options and validation rules are set, before execution.</summary>
    public float SortOrder => 200;

    /// <summary>Number of documents kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Length of all texts kept.</summary>
    public long Characters => Interlocked.Read(ref _characters);

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        if (options is not { Query: { } text, Document: null, Schema: { } schema } || text.Length > limits.DocumentMaxCharacters)
        {
            return await next(options);
        }

        var key = new Key(schema, text);
        if (_entries.TryGetValue(key, out var known))
        {
            known.IsUsed = true;
            options.Document = known.Document;
            options.ValidationRules = options.CachedDocumentValidationRules ?? [];
            return await next(options);
        }

        var result = await next(options);
        if (result is { Executed: true, Document: { } document })
        {
            Keep(key, document);
        }

        return result;
    }

    void Keep(Key key, GraphQLDocument document)
    {
        lock (_adding)
        {
            if (!_entries.TryAdd(key, new Entry(document)))
            {
                return;
            }

            _characters += key.Text.Length;
            // The newcomer joins behind the hand: it is never the one that has to make room for itself.
            while (_entries.Count > limits.DocumentsMax || _characters > limits.TextMaxCharacters)
            {
                if (!_clock.TryDequeue(out var oldest))
                {
                    break;
                }

                if (_entries[oldest].IsUsed)
                {
                    _entries[oldest].IsUsed = false;
                    _clock.Enqueue(oldest);
                    continue;
                }

                _entries.TryRemove(oldest, out _);
                _characters -= oldest.Text.Length;
            }

            _clock.Enqueue(key);
        }
    }

    readonly record struct Key(ISchema Schema, string Text);

    sealed class Entry(GraphQLDocument document)
    {
        volatile bool _isUsed;

        public GraphQLDocument Document => document;

        public bool IsUsed { get => _isUsed; set => _isUsed = value; }
    }
}
