using GraphQL.Types;

namespace ContentHub.Delivery.Filters;

/// <summary>Whom a filter is compiled for.</summary>
/// <param name="Locale">In which the list is served; relations are looked up by its chain.</param>
internal sealed record FilterContext(Published View, string Locale, SiteCalendar Calendar);

/// <summary>One field of a content type's filter.</summary>
/// <param name="Type">Its graph type: an input type of the schema, or the CLR type of a scalar's.</param>
/// <param name="Compile">Reads what the request says; never called with null.</param>
/// <param name="IndexKeys">What an entry stands under in the field's index; null without one.</param>
internal sealed record FilterField(
    string Name,
    string Description,
    Func<FilterTypes, (IGraphType? Input, Type? Scalar)> Type,
    Func<object, FilterContext, CompiledFilter> Compile,
    Func<PublishedEntry, IEnumerable<IndexKey>>? IndexKeys = null)
{
    public FieldType Make(FilterTypes types)
    {
        var (input, scalar) = Type(types);
        return new() { Name = Name, Description = Description, ResolvedType = input, Type = scalar };
    }
}
