using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using GraphQL.Types;

namespace ContentHub.Delivery.Search;

/// <summary>Which hits somebody wants; fields are joined by AND, null or absent does not filter.</summary>
internal sealed class SearchFilter
{
    private readonly ItemCondition<object> _type;
    private readonly ItemCondition<Enum> _audience;
    private readonly ReferenceCondition? _topic;

    private SearchFilter(IReadOnlyDictionary<string, object?> fields, FilterContext context)
    {
        _type = FilterInputs.OfAny(fields.GetValueOrDefault("type"));
        _audience = FilterInputs.OfAnyEnum(fields.GetValueOrDefault("audience"));
        _topic = fields.GetValueOrDefault("topic") is { } topic ? ReferenceCondition.Read(topic, context) : null;
    }

    /// <param name="input">As GraphQL parsed it; null: everything.</param>
    public static SearchFilter Read(object? input, Request request, string locale) => new(FilterInputs.Fields(input), new(request.View, locale, request.Calendar));

    public bool Matches(PublishedEntry hit) =>
        (_type.SaysNothing || _type.Matches([hit.Type]))
        && (_audience.SaysNothing || _audience.Matches(hit is IHasAudience { Audience: var audience } ? [audience] : []))
        && (_topic is null || hit.Topics.Any(_topic.Matches));
}

internal sealed class SearchFilterType : InputObjectGraphType
{
    public SearchFilterType(FilterTypes filters)
    {
        Name = "SearchFilter";
        Description = "Which hits; fields are joined by AND, null or absent does not filter.";
        Add("type", "Of which content type.", filters.EnumFilter("EntryType", typeof(EntryTypeEnum)));
        Add("topic", "What they are about.", filters.TopicRef);
        if (filters.Audience is { } audience)
        {
            Add("audience", "For whom they are written; types that are for everybody match no audience.", audience);
        }
    }

    private void Add(string name, string description, IGraphType type) => AddField(new FieldType { Name = name, Description = description, ResolvedType = type });
}
