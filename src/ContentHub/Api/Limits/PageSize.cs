using ContentHub.Api.Paging;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ContentHub.Api.Limits;

/// <summary>
/// How many items an argument asks for. What is over its limit, below nothing, or asks for both ends of a list is refused before
/// anything is executed: the caller is told instead of being given less than was asked for.
/// </summary>
internal static class PageSize
{
    public const string TooLarge = "PAGE_TOO_LARGE";
    public const string Invalid = "INVALID";

    private const string SizeMax = "size-max";

    /// <summary>Declares how large a number, or how long a list, an argument may be; numbers may not be negative either.</summary>
    public static QueryArgument Limit(QueryArgument argument, int max)
    {
        argument.Metadata[SizeMax] = max;
        return argument;
    }

    /// <summary>What a field's arguments say of its size; null for a field that none of them sizes.</summary>
    public static PageSizeOf? Of(FieldType definition, GraphQLField field)
    {
        var sizes = (definition.Arguments ?? [])
            .Where(declared => declared.Metadata.ContainsKey(SizeMax))
            .Select(declared => new SizeArgument(
                declared.Name,
                (int)declared.Metadata[SizeMax]!,
                declared.ResolvedType?.GetNamedType() is not IntGraphType,
                declared.DefaultValue as int?,
                field.Arguments?.ValueFor(declared.Name)))
            .ToList();
        return sizes.Count == 0 ? null : new(definition.Name, field, sizes);
    }
}

/// <param name="IsList">Whether its items are counted, rather than its value taken.</param>
/// <param name="Given">As it stands in the document; null when left out.</param>
internal sealed record SizeArgument(string Name, int Max, bool IsList, int? Default, GraphQLValue? Given);

/// <summary>How many items one field of a document asks for.</summary>
internal sealed record PageSizeOf(string Name, GraphQLField Field, IReadOnlyList<SizeArgument> Arguments) : IAmount
{
    public bool IsFixed => Arguments.All(argument => GivenVariables.IsFixed(argument.Given));

    /// <summary>Never more than the argument's limit: what is over it is refused for that.</summary>
    public long Of(GivenVariables variables)
    {
        foreach (var argument in Arguments)
        {
            if ((variables.SizeOf(argument.Given) ?? argument.Default) is { } size)
            {
                return Math.Clamp(size, 0, argument.Max);
            }
        }

        return PageArguments.SizeDefault;
    }

    /// <summary>All that is wrong with it.</summary>
    public IEnumerable<ValidationError> Faults(GivenVariables variables, GraphQLDocument document)
    {
        foreach (var argument in Arguments)
        {
            if (Fault(argument, variables.SizeOf(argument.Given)) is var (code, message))
            {
                yield return Error(code, message);
            }
        }

        if (Arguments.Count(argument => argument.Name is "first" or "last" && variables.SizeOf(argument.Given) is not null) > 1)
        {
            yield return Error(PageSize.Invalid, $"`{Name}` takes `first` or `last`, not both.");
        }

        ValidationError Error(string code, string message) => new(document.Source, null, message, Field) { Code = code };
    }

    (string Code, string Message)? Fault(SizeArgument argument, long? size) => size switch
    {
        { } items when argument.IsList && items > argument.Max =>
            (PageSize.TooLarge, $"`{argument.Name}` of `{Name}` has at most {argument.Max} items; these are {items}. Ask for them in parts."),
        > 0 when size > argument.Max =>
            (PageSize.TooLarge, $"`{argument.Name}` of `{Name}` is at most {argument.Max}; this is {size}. Read on page by page."),
        < 0 => (PageSize.Invalid, $"`{argument.Name}` of `{Name}` is 0 to {argument.Max}; this is {size}."),
        _ => null,
    };
}
