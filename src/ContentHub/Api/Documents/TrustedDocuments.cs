using System.Collections.Frozen;
using ContentHub.Api.Limits;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Documents;

/// <summary>
/// The documents of the folder, by hash. Read once, before the first request is taken; a document that the schema does not know
/// stops the start, so that a deployment learns of it and not its readers.
/// </summary>
internal sealed class TrustedDocuments(
    IOptions<DocumentOptions> options, Lazy<ISchema> schema, IDocumentBuilder builder, IDocumentValidator validator, DocumentShapeRule shape, ILogger<TrustedDocuments> logger) : IHostedService
{
    /// <summary>More faults are not listed: one mistake in the schema can break every document.</summary>
    private const int FaultsShown = 20;

    private FrozenDictionary<string, string> _texts = FrozenDictionary<string, string>.Empty;

    /// <returns>The document's text; null when it is none of ours.</returns>
    public string? Find(string hash) => _texts.GetValueOrDefault(hash);

    /// <exception cref="OptionsValidationException">Says of each wrong document in which file it stands and what is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.FullFolder is not { } folder)
        {
            return;
        }

        var faults = new List<string>();
        var documents = DocumentFolder.Read(folder, faults);
        foreach (var document in documents)
        {
            faults.AddRange(from fault in await CheckAsync(document.Text, cancellationToken) select $"{document.Place}: {fault}");
        }

        if (faults.Count > 0)
        {
            var more = faults.Count > FaultsShown ? [$"… and {faults.Count - FaultsShown} more."] : Array.Empty<string>();
            throw new OptionsValidationException(
                Options.DefaultName, typeof(DocumentOptions), [.. faults.Take(FaultsShown).Select(fault => $"ContentHub:Documents:Folder: {fault}"), .. more]);
        }

        _texts = documents.DistinctBy(document => document.Hash).ToFrozenDictionary(document => document.Hash, document => document.Text);
        logger.LogInformation("{Count} documents are trusted.", _texts.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IEnumerable<string>> CheckAsync(string text, CancellationToken cancellation)
    {
        try
        {
            var document = builder.Build(text);
            var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
            if (operations.Count == 0)
            {
                return ["There is no operation in it."];
            }

            // The rules look at the whole document, whichever operation is named.
            var result = await validator.ValidateAsync(new ValidationOptions
            {
                Document = document,
                Schema = schema.Value,
                Operation = operations[0],
                Rules = [shape, .. DocumentValidator.CoreRules],
                Variables = Inputs.Empty,
                Extensions = Inputs.Empty,
                UserContext = new Dictionary<string, object?>(),
                CancellationToken = cancellation,
            });
            // There are no variables yet.
            return from error in result.Errors where error is not InvalidVariableError select Describe(error);
        }
        catch (ExecutionError error)
        {
            return [Describe(error)];
        }
        catch (GraphQLParser.Exceptions.GraphQLMaxDepthExceededException)
        {
            return ["It is nested too deeply."];
        }
    }

    private static string Describe(ExecutionError error) =>
        (error.Locations is [var place, ..] ? $"line {place.Line}, column {place.Column}: " : "") + error.Message.ReplaceLineEndings(" ");
}
