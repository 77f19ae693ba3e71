using System.Collections;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Execution;

/// <summary>
/// Refuses, before anything is executed, an operation that asks for more than a list gives at once, for less than nothing,
/// or for both ends of a list together: the caller is told instead of being given less than was asked for.
/// </summary>
/// <remarks>Looks at values, those of variables too, so it has to run on every repeat of a known document.</remarks>
internal sealed class PageSizeRule : ValidationRuleBase
{
    public const string TooLarge = "PAGE_TOO_LARGE";
    public const string Invalid = "INVALID";

    private const string SizeMax = "size-max";

    public static readonly PageSizeRule Instance = new();

    private static readonly MatchingNodeVisitor<GraphQLField> Visitor = new((field, context) => Check(field, context));

    /// <summary>Declares how large a number, or how long a list, an argument may be; numbers may not be negative either.</summary>
    public static QueryArgument Limit(QueryArgument argument, int max)
    {
        argument.Metadata[SizeMax] = max;
        return argument;
    }

    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context) => new(Visitor);

    private static void Check(GraphQLField field, ValidationContext context)
    {
        // Fields of operations that are not the one to run have no values.
        if (context.TypeInfo.GetFieldDef() is not { Arguments: { } declared } definition || context.ArgumentValues?.TryGetValue(field, out var values) != true || values is null)
        {
            return;
        }

        foreach (var argument in declared)
        {
            if (argument.Metadata.TryGetValue(SizeMax, out var limit) && limit is int max && values.TryGetValue(argument.Name, out var value))
            {
                Check(definition.Name, argument.Name, value.Value, max);
            }
        }

        if (Number("first") is not null && Number("last") is not null)
        {
            Refuse(Invalid, $"`{definition.Name}` takes `first` or `last`, not both.");
        }

        object? Number(string name) => values.TryGetValue(name, out var value) ? value.Value : null;

        void Check(string name, string argument, object? value, int max)
        {
            switch (value)
            {
                case int number when number > max:
                    Refuse(TooLarge, $"`{argument}` of `{name}` is at most {max}; this is {number}. Read on page by page.");
                    break;
                case int number when number < 0:
                    Refuse(Invalid, $"`{argument}` of `{name}` is 0 to {max}; this is {number}.");
                    break;
                case ICollection items when items.Count > max:
                    Refuse(TooLarge, $"`{argument}` of `{name}` has at most {max} items; these are {items.Count}. Ask for them in parts.");
                    break;
            }
        }

        void Refuse(string code, string message) =>
            context.ReportError(new ValidationError(context.Document.Source, null, message, field) { Code = code });
    }
}
