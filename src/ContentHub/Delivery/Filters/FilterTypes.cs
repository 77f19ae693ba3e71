using GraphQL.Types;

namespace ContentHub.Delivery.Filters;

/// <summary>The input types of one schema's filters: each is made once, whichever content types share it.</summary>
/// <param name="topicKind">The enum that topics are told apart by, see <see cref="IHasKind"/>.</param>
/// <param name="audience">The enum that audiences are told apart by, see <see cref="IHasAudience"/>; null where nothing has one.</param>
public sealed class FilterTypes(Type topicKind, Type? audience = null)
{
    private readonly Dictionary<string, InputObjectGraphType> _types = [];

    /// <summary>The input type of a content type's filter.</summary>
    public InputObjectGraphType Of(FilterDefinition definition) => Make(definition.Name, definition.Description, type =>
    {
        type.AddField(new() { Name = "and", Description = "All of these; an empty list is no condition.", ResolvedType = Self(isList: true) });
        type.AddField(new() { Name = "or", Description = "At least one of these; an empty list is no condition.", ResolvedType = Self(isList: true) });
        type.AddField(new() { Name = "not", Description = "What does not match this; {} matches nothing.", ResolvedType = Self(isList: false) });
        foreach (var field in definition.Fields)
        {
            type.AddField(field.Make(this));
        }

        IGraphType Self(bool isList)
        {
            var self = new GraphQLTypeReference(definition.Name);
            return isList ? new ListGraphType(new NonNullGraphType(self)) : self;
        }
    });

    /// <summary>For other modules too: <c>eq</c>, <c>in</c>, <c>notIn</c> of an enum that has this graph type.</summary>
    /// <param name="name">Of the enum, as in the schema.</param>
    public InputObjectGraphType EnumFilter(string name, Type graphType) => Make($"{name}Filter", $"By {name}: on a list, any item.", type => Choice(type, graphType));

    /// <summary>Null where nothing has an audience.</summary>
    public InputObjectGraphType? Audience => audience is null ? null : Enum(audience);

    public InputObjectGraphType String => Make("StringFilter", "Text of a field.", type =>
    {
        Choice(type, FilterScalars.String);
        Add(type, "contains", "Has this in it, whatever the case and accents.", FilterScalars.String);
        Add(type, "startsWith", "Begins with this, whatever the case and accents.", FilterScalars.String);
        AddIsNull(type);
    });

    public InputObjectGraphType Id => Make("IdFilter", "Entry ids.", type => Choice(type, FilterScalars.Id));

    public InputObjectGraphType DateTime => Make("DateTimeFilter", "Instants.", type => Range(type, FilterScalars.DateTime, hasEqual: false));

    public InputObjectGraphType Date => Make("DateFilter", "Days.", type => Range(type, FilterScalars.Date, hasEqual: true));

    public InputObjectGraphType Float => Make("FloatFilter", "Numbers.", type => Range(type, FilterScalars.Float, hasEqual: true));

    public InputObjectGraphType EntryRef => Make("EntryRefFilter", "A related entry that is published.", AddReference);

    public InputObjectGraphType TopicRef => Make("TopicRefFilter", "A topic, by id or slug; withDescendants also takes what stands under it.", type =>
    {
        AddReference(type);
        type.AddField(new() { Name = "kind", Description = "What the topic stands for.", ResolvedType = Enum(topicKind) });
        Add(type, "withDescendants", "Also entries about topics that stand under it.", FilterScalars.Boolean);
    });

    public InputObjectGraphType Near => Make("NearFilter", "Within a distance.", type =>
    {
        Add(type, "latitude", "In degrees, north is positive.", FilterScalars.NonNull(FilterScalars.Float));
        Add(type, "longitude", "In degrees, east is positive.", FilterScalars.NonNull(FilterScalars.Float));
        Add(type, "withinKm", "As the crow flies, in kilometres.", FilterScalars.NonNull(FilterScalars.Float));
    });

    internal InputObjectGraphType Enum(Type type) => EnumFilter(type.Name, FilterScalars.Enum(type));

    internal InputObjectGraphType Code(Type system) => Make("CodeFilter", "What stands in a code system, e.g. 2598 in RXNORM.", type =>
    {
        Add(type, "system", "The terminology.", FilterScalars.NonNull(FilterScalars.Enum(system)));
        type.AddField(new() { Name = "code", Description = "The code in it; absent: any.", ResolvedType = String });
    });

    private void AddReference(InputObjectGraphType type)
    {
        type.AddField(new() { Name = "entryId", Description = "Its id that is the same in every locale.", ResolvedType = Id });
        type.AddField(new() { Name = "slug", Description = "Its slug of today in the locale served.", ResolvedType = String });
    }

    private static void Choice(InputObjectGraphType type, Type value)
    {
        Add(type, "eq", "Exactly this.", value);
        Add(type, "in", "One of these; none of an empty list.", FilterScalars.ListOf(value));
        Add(type, "notIn", "None of these.", FilterScalars.ListOf(value));
    }

    private static void Range(InputObjectGraphType type, Type value, bool hasEqual)
    {
        if (hasEqual)
        {
            Add(type, "eq", "Exactly this.", value);
        }

        Add(type, "gte", "This or more.", value);
        Add(type, "gt", "More than this.", value);
        Add(type, "lte", "This or less.", value);
        Add(type, "lt", "Less than this.", value);
        AddIsNull(type);
    }

    private static void AddIsNull(InputObjectGraphType type) => Add(type, "isNull", "True: there is no value; false: there is one.", FilterScalars.Boolean);

    private static void Add(InputObjectGraphType type, string name, string description, Type value) =>
        type.AddField(new() { Name = name, Description = description, Type = value });

    private InputObjectGraphType Make(string name, string description, Action<InputObjectGraphType> fill)
    {
        if (!_types.TryGetValue(name, out var type))
        {
            _types[name] = type = new() { Name = name, Description = description };
            fill(type);
        }

        return type;
    }
}
