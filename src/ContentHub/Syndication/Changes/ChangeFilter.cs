using ContentHub.Api;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using GraphQL.Types;

namespace ContentHub.Syndication.Changes;

/// <summary>Which changes somebody wants; fields are joined by AND, null or absent does not filter.</summary>
internal sealed class ChangeFilter
{
    private readonly ItemCondition<object> _type;
    private readonly ItemCondition<ChangeKind> _kind;
    private readonly ItemCondition<string> _locale;
    private readonly ReferenceCondition? _topic;

    private ChangeFilter(IReadOnlyDictionary<string, object?> fields, Request request)
    {
        _type = FilterInputs.OfAny(fields.GetValueOrDefault("type"));
        _kind = FilterInputs.OfEnum<ChangeKind>(fields.GetValueOrDefault("kind"));
        _locale = FilterInputs.OfText(fields.GetValueOrDefault("locale"));
        _topic = fields.GetValueOrDefault("topic") is { } topic
            ? ReferenceCondition.Read(topic, new(request.View, request.View.Locales.Default.Tag, request.Calendar))
            : null;
    }

    /// <param name="input">As GraphQL parsed it.</param>
    /// <returns>Null when it says nothing.</returns>
    public static ChangeFilter? Read(object? input, Request request)
    {
        var filter = new ChangeFilter(FilterInputs.Fields(input), request);
        return filter._type.SaysNothing && filter._kind.SaysNothing && filter._locale.SaysNothing && filter._topic is null ? null : filter;
    }

    public bool Matches(PublicChange change) =>
        _type.Matches([change.Type]) && _kind.Matches([change.Kind]) && _locale.Matches([change.Locale]) && (_topic is null || change.Topics.Any(_topic.Matches));
}

internal sealed class ChangeFilterType : InputObjectGraphType
{
    public ChangeFilterType(FilterTypes filters)
    {
        Name = "ChangeFilter";
        Description = "Which changes; fields are joined by AND, null or absent does not filter.";
        Add("type", "Of which content type.", filters.EnumFilter("EntryType", typeof(EntryTypeEnum)));
        Add("kind", "What the change means.", filters.EnumFilter(nameof(ChangeKind), typeof(EnumType<ChangeKind>)));
        Add("topic", "What the entry is about, or was until the change.", filters.TopicRef);
        Add("locale", "BCP 47.", filters.String);
    }

    private void Add(string name, string description, IGraphType type) => AddField(new FieldType { Name = name, Description = description, ResolvedType = type });
}
