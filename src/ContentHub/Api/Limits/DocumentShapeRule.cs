using ContentHub.Api.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Limits;

/// <summary>
/// Refuses documents that would keep GraphQL.NET busy: it walks a fragment once for every spread, and compares fields of
/// one selection pair by pair. Runs before any other rule.
/// </summary>
/// <remarks>Depends on the text alone, so that repeats of a known document need not be looked at. What an operation costs is for <see cref="CostRule"/>.</remarks>
internal sealed class DocumentShapeRule(IOptions<LimitOptions> options) : ValidationRuleBase
{
    public const string TooLarge = "DOCUMENT_TOO_LARGE";
    public const string TooDeep = "DOCUMENT_TOO_DEEP";

    public const string Circular = "NO_FRAGMENT_CYCLES";

    /// <summary>Operations in one document. One is asked for; all are checked.</summary>
    public const int OperationsMax = 50;

    /// <summary>Fields of a document with one name (or alias); each is compared to each.</summary>
    public const int NamesakesMax = 500;

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        if (Find(context.Document, options.Value) is { } refusal)
        {
            throw refusal;
        }

        return default;
    }

    static RequestRefusedException? Find(GraphQLDocument document, LimitOptions limits)
    {
        var measure = new DocumentMeasure(document);
        var (whole, fragment) = (measure.Whole, measure.LargestFragment);
        const string Expanded = ", those of fragments counted wherever they are spread";
        (bool IsOver, string Code, string Message)[] found =
        [
            // Of a request's document this was looked at before it was parsed; a trusted one is read from a file.
            (document.Source.Length > limits.DocumentMaxCharacters, TooLarge, $"A document has at most {limits.DocumentMaxCharacters} characters; this one has {document.Source.Length}."),
            (measure.Fragments > limits.FragmentsMax, TooLarge, $"A document has at most {limits.FragmentsMax} fragments; this one has {measure.Fragments}."),
            // The engine has a rule against them too, but other rules of it walk in circles meanwhile.
            (measure.Circular is not null, Circular, $"Fragment `{measure.Circular}` spreads itself, directly or through others."),
            (measure.Operations > OperationsMax, TooLarge, $"A document has at most {OperationsMax} operations; this one has {measure.Operations}."),
            (Math.Max(whole.Depth, fragment.Depth) > limits.DepthMax, TooDeep, $"Fields are nested at most {limits.DepthMax} deep."),
            (Math.Max(whole.Fields, fragment.Fields) > limits.FieldsMax, TooLarge, $"A document has at most {limits.FieldsMax} fields{Expanded}."),
            (Math.Max(whole.Spreads, fragment.Spreads) > limits.FieldsMax, TooLarge, $"A document spreads fragments at most {limits.FieldsMax} times{Expanded}."),
            (whole.Aliases > limits.AliasesMax, TooLarge, $"A document has at most {limits.AliasesMax} aliases{Expanded}."),
            (Math.Max(whole.Arguments, fragment.Arguments) > limits.ArgumentsMax, TooLarge, $"A document has at most {limits.ArgumentsMax} arguments and variables{Expanded}."),
            (Math.Max(whole.Directives, fragment.Directives) > limits.DirectivesMax, TooLarge, $"A document has at most {limits.DirectivesMax} directives{Expanded}."),
            (measure.Namesakes > NamesakesMax, TooLarge, $"A document has at most {NamesakesMax} fields of one name."),
        ];
        var first = Array.Find(found, limit => limit.IsOver);
        return first.IsOver ? new(StatusCodes.Status400BadRequest, first.Code, first.Message) : null;
    }
}
