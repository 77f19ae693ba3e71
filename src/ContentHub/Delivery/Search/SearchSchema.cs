using ContentHub.Api;
using ContentHub.Api.Limits;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Queries;
using GraphQL.Types;

namespace ContentHub.Delivery.Search;

/// <summary>What the search brings to the schema.</summary>
internal sealed class SearchSchema(SearchEntries search) : ISchemaExtension
{
    /// <summary>Microseconds: two words over ten thousand entries.</summary>
    private const int Cost = 1000;

    private static readonly Arguments<SearchArguments> Arguments = new(
        a => new(a.Get<string>("text"), PagingArguments.ReadForward(a), a.Get<string?>("locale"), a.Get<object?>("where")),
        [
            new QueryArgument<NonNullGraphType<StringGraphType>>
            {
                Name = "text",
                Description = "As somebody typed it, at most 200 characters, of which the first 16 words count: no operators, but \"words in quotes\" stand together. Under two letters nothing is found.",
            },
            .. PagingArguments.Forward,
            EntryQueries.LocaleArgument,
            new QueryArgument<SearchFilterType> { Name = "where", Description = "Only those that match." }.CostsEach(10),
        ]);

    public void AddTo(Schema schema)
    {
        schema.RegisterTypeMapping(typeof(SearchConnection), typeof(SearchConnectionType));
        schema.RegisterTypeMapping(typeof(SearchEdge), typeof(SearchEdgeType));
        schema.RegisterTypeMapping(typeof(Facet), typeof(FacetType));
        schema.RegisterTypeMapping(typeof(Highlight), typeof(HighlightType));
        var root = (ComplexGraphType<object>)schema.Query;
        root.Field(
            "search",
            """
            Entries of any type by their words, the best first: forms of a word, accents, typing errors and the beginning of the last word count; so do the names and
            codes of their topics. Each entry once, in the best locale of the chain. Where the words tell of a life in danger, help lines come first.
            """,
            Arguments, (_, arguments, request) => search.Run(arguments, request with { View = request.View.Whole() }));
        root.Costs(Cost, "search");
    }
}
