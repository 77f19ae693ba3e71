using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.DI;
using GraphQL.Transport;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Documents;

/// <summary>
/// Puts the text of a document in the place of its name, whichever transport it came by, and refuses what is not trusted.
/// Everything after it (limits, cost, cache, plans) sees a text like any other.
/// </summary>
/// <remarks>
/// GraphQL.NET's own handler of persisted documents knows neither Apollo's automatic ones nor who is asking.
/// </remarks>
internal sealed class DocumentResolution(IOptions<DocumentOptions> options, TrustedDocuments trusted, AutomaticDocuments automatic) : IConfigureExecution
{
    public const string NotFound = "DOCUMENT_NOT_FOUND";
    public const string NotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>Before everything that looks at the text, after the guard against unexpected errors.</summary>
    public float SortOrder => 50;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        Resolved resolved;
        try
        {
            resolved = Resolve(options.DocumentId, options.Query, options.Extensions, CallerContext.Of(options.UserContext));
        }
        catch (RequestRefusedException refusal)
        {
            return new ExecutionResult(refusal);
        }

        options.Query = resolved.Text;
        var result = await next(options);
        // What was executed is valid: nonsense cannot push out what others use.
        if (resolved.Registers is not null && result.Executed)
        {
            automatic.Keep(resolved.Registers, resolved.Text!);
        }

        return result;
    }

    /// <summary>The text that a request runs, where it does nothing but run it.</summary>
    /// <returns>Null where it is refused, or where its text is to be remembered when it has run.</returns>
    public string? TextOf(GraphQLRequest request, Caller caller)
    {
        try
        {
            return Resolve(request.DocumentId, request.Query, request.Extensions, caller) is { Registers: null } resolved ? resolved.Text : null;
        }
        catch (RequestRefusedException)
        {
            // To be said by whoever runs it.
            return null;
        }
    }

    private Resolved Resolve(string? documentId, string? query, IReadOnlyDictionary<string, object?>? extensions, Caller caller)
    {
        var mustBeTrusted = MustBeTrusted(caller);
        var automaticHash = PersistedQueryExtension.Read(extensions);
        var hasText = !string.IsNullOrEmpty(query);
        if (documentId is not null)
        {
            if (hasText || automaticHash is not null)
            {
                throw Refusal(400, "BAD_REQUEST", "Send `documentId`, `query` or `extensions.persistedQuery` alone: only one of them says which document to run.");
            }

            var hash = HashOf(documentId);
            return new(trusted.Find(hash) ?? (mustBeTrusted ? throw IsNotTrusted() : automatic.Find(hash))
                ?? throw Refusal(400, NotFound, "There is no document with this `documentId` here; send its text as `query`."));
        }

        if (automaticHash is not null)
        {
            return hasText ? new(query, Register(query!, automaticHash, mustBeTrusted)) : new(Registered(automaticHash, mustBeTrusted));
        }

        return !mustBeTrusted || !hasText || trusted.Find(DocumentHash.Of(query!)) is not null ? new(query) : throw IsNotTrusted();
    }

    /// <returns>The hash under which the text is to be remembered; null when it is not.</returns>
    private string? Register(string text, string hash, bool mustBeTrusted)
    {
        if (DocumentHash.Of(text) != hash)
        {
            throw Refusal(400, "BAD_REQUEST", "`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`, in lower-case hexadecimal digits.");
        }

        if (trusted.Find(hash) is not null)
        {
            return null;
        }

        return mustBeTrusted ? throw IsNotTrusted() : options.Value.Automatic ? hash : throw IsNotSupported();
    }

    private string Registered(string hash, bool mustBeTrusted) =>
        trusted.Find(hash)
            ?? (mustBeTrusted ? throw IsNotTrusted() : !options.Value.Automatic ? throw IsNotSupported() : automatic.Find(hash))
            // Apollo's clients know it by this message and code, in an answer with this status, and then send the text too.
            ?? throw Refusal(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");

    private bool MustBeTrusted(Caller caller) => options.Value.TrustedOnly switch
    {
        TrustedOnlyFor.Nobody => false,
        TrustedOnlyFor.Readers => !caller.IsEditorial,
        TrustedOnlyFor.Everyone => true,
        var unknown => throw new InvalidOperationException($"Unknown setting {unknown}."),
    };

    private static string HashOf(string documentId)
    {
        var hash = documentId.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal) ? documentId[DocumentHash.Prefix.Length..] : "";
        return DocumentHash.IsOne(hash)
            ? hash
            : throw Refusal(400, "BAD_REQUEST", "A `documentId` is `sha256:` and the SHA-256 of the document's text as 64 lower-case hexadecimal digits.");
    }

    private static RequestRefusedException IsNotTrusted() =>
        Refusal(403, NotTrusted, "Only documents that the operator of this server has approved run here; this is none of them.");

    private static RequestRefusedException IsNotSupported() => Refusal(200, "PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported");

    private static RequestRefusedException Refusal(int status, string code, string message) => new(status, code, message);

    /// <param name="Text">Null or empty where the request has none.</param>
    /// <param name="Registers">The hash under which the text is to be remembered; null when it is not.</param>
    private readonly record struct Resolved(string? Text, string? Registers = null);
}
