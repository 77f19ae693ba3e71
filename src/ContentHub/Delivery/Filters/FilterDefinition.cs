namespace ContentHub.Delivery.Filters;

/// <summary>What lists of a content type can be filtered by.</summary>
public abstract class FilterDefinition(string name, string description)
{
    private readonly List<FilterField> _fields = [];

    /// <summary>Of the input type, e.g. <c>ArticleFilter</c>.</summary>
    public string Name { get; } = name;

    public string Description { get; } = description;

    internal IReadOnlyList<FilterField> Fields => _fields;

    /// <summary>Reads the input as GraphQL parsed it: fields are joined by AND; null or absent does not filter.</summary>
    /// <param name="locale">In which the list is served.</param>
    public CompiledFilter Compile(IDictionary<string, object?>? input, Published view, string locale, SiteCalendar calendar) => Compile(input, new(view, locale, calendar));

    internal CompiledFilter Compile(object? input, FilterContext context) =>
        CompiledFilter.And(FilterInputs.Fields(input).Where(f => f.Value is not null).Select(f => Compile(f.Key, f.Value!, context)).ToList());

    internal void Add(FilterField field) => _fields.Add(field);

    private CompiledFilter Compile(string name, object value, FilterContext context) => name switch
    {
        "and" => CompiledFilter.And(FilterInputs.Items(value).Select(f => Compile(f, context)).ToList()),
        "or" => FilterInputs.Items(value).Select(f => Compile(f, context)).ToList() is { Count: > 0 } alternatives ? CompiledFilter.Or(alternatives) : CompiledFilter.Everything,
        "not" => CompiledFilter.Not(Compile(value, context)),
        _ => _fields.Find(f => f.Name == name) is { } field
            ? field.Compile(value, context)
            : throw new ArgumentException($"{Name} has no field `{name}`.", nameof(name)),
    };
}

/// <summary>
/// What lists of a content type can be filtered by, declared field by field. A field with an index is answered from lists that
/// are kept ready, if the type's reading gives <see cref="IndexKeys"/> as its own.
/// </summary>
/// <typeparam name="T">The type's reading.</typeparam>
public sealed class FilterDefinition<T>(string name, string description) : FilterDefinition(name, description)
    where T : PublishedEntry
{
    /// <summary>What an entry stands under in the indexes of this definition.</summary>
    public IEnumerable<IndexKey> IndexKeys(T entry) => Fields.SelectMany(f => f.IndexKeys?.Invoke(entry) ?? []);

    public FilterDefinition<T> EntryId() => With(new("entryId", "The id that is the same in every locale.", types => (types.Id, null), (input, _) =>
    {
        var condition = FilterInputs.OfId(input);
        return Of(condition, entry => [entry.EntryId], oneOf => new EntryCandidates([.. oneOf]));
    }));

    public FilterDefinition<T> Slug() => With(new("slug", "The slug of today in the locale served.", types => (types.String, null), (input, _) =>
    {
        var condition = FilterInputs.OfText(input);
        return Of(condition with { IsExact = false }, entry => [entry.Slug.ToString()], oneOf => new SlugCandidates([.. oneOf]));
    }));

    public FilterDefinition<T> Title() => Text("title", "Its name for readers.", entry => entry.Title.ToString());

    /// <summary>The topics that it is about.</summary>
    public FilterDefinition<T> Topic() => TopicRef("topic", "What it is about.", entry => entry.Topics, IndexKey.Topic);

    /// <summary>Topics that it has for another reason.</summary>
    public FilterDefinition<T> TopicRef(string name, string description, Func<T, IEnumerable<Guid>> ids, string? index = null) =>
        Reference(name, description, types => types.TopicRef, ids, index);

    public FilterDefinition<T> EntryRef(string name, string description, Func<T, IEnumerable<Guid>> ids, string? index = null) =>
        Reference(name, description, types => types.EntryRef, ids, index);

    public FilterDefinition<T> Text(string name, string description, Func<T, string?> text, string? index = null) =>
        Texts(name, description, entry => text(entry) is { } value ? [value] : [], index, isSingle: true);

    public FilterDefinition<T> Text(string name, string description, Func<T, IEnumerable<string>> texts, string? index = null) =>
        Texts(name, description, texts, index, isSingle: false);

    public FilterDefinition<T> Enum<TEnum>(string name, string description, Func<T, TEnum> value, string? index = null)
        where TEnum : struct, Enum => Enums<TEnum>(name, description, entry => [value(entry)], index, isSingle: true);

    public FilterDefinition<T> Enum<TEnum>(string name, string description, Func<T, TEnum?> value, string? index = null)
        where TEnum : struct, Enum => Enums<TEnum>(name, description, entry => value(entry) is { } given ? [given] : [], index, isSingle: true);

    public FilterDefinition<T> Enums<TEnum>(string name, string description, Func<T, IEnumerable<TEnum>> values, string? index = null)
        where TEnum : struct, Enum => Enums(name, description, values, index, isSingle: false);

    /// <summary>Entries without a review have no status.</summary>
    public FilterDefinition<T> ReviewStatus() => With(new("reviewStatus", "How its medical review stands today.", types => (types.Enum(typeof(ReviewStatus)), null), (input, context) =>
        Of(
            FilterInputs.OfEnum<ReviewStatus>(input),
            entry => entry.Review is { } review ? [ReviewStatusRules.Of(review.NextReviewDue, context.Calendar.Today)] : [])));

    public FilterDefinition<T> DateTime(string name, string description, Func<T, DateTimeOffset?> time) =>
        Range(name, description, types => types.DateTime, (entry, _) => time(entry), value => (DateTimeOffset)value);

    public FilterDefinition<T> Date(string name, string description, Func<T, DateOnly?> day) =>
        Range(name, description, types => types.Date, (entry, _) => day(entry), value => (DateOnly)value);

    /// <summary>The day, as the site counts days, on which something happened.</summary>
    public FilterDefinition<T> DayOf(string name, string description, Func<T, DateTimeOffset?> time) =>
        Range(name, description, types => types.Date, (entry, calendar) => time(entry) is { } moment ? calendar.DayOf(moment) : (DateOnly?)null, value => (DateOnly)value);

    public FilterDefinition<T> Float(string name, string description, Func<T, double?> number) =>
        Range(name, description, types => types.Float, (entry, _) => number(entry), value => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));

    /// <param name="value">Null is neither true nor false.</param>
    public FilterDefinition<T> Boolean(string name, string description, Func<T, bool?> value) =>
        With(new(name, description, _ => (null, FilterScalars.Boolean), (input, _) => Where(entry => value(entry) == (bool)input)));

    public FilterDefinition<T> Code<TSystem>(string name, string description, Func<T, IEnumerable<CodeValue<TSystem>>> codes)
        where TSystem : struct, Enum => With(new(name, description, types => (types.Code(typeof(TSystem)), null), (input, _) =>
        {
            var fields = FilterInputs.Fields(input);
            var system = (TSystem)fields["system"]!;
            var code = FilterInputs.OfText(fields.GetValueOrDefault("code"));
            return Where(entry => codes(entry).Any(c => c.System.Equals(system) && code.Matches([c.Code])));
        }));

    public FilterDefinition<T> Near(string name, string description, Func<T, GeoPoint?> place) => With(new(name, description, types => (types.Near, null), (input, _) =>
    {
        var fields = FilterInputs.Fields(input);
        var centre = new GeoPoint(Number("latitude"), Number("longitude"));
        var withinKm = Number("withinKm");
        return Where(entry => place(entry) is { } point && point.KilometresTo(centre) <= withinKm);

        double Number(string field) => Convert.ToDouble(fields[field], System.Globalization.CultureInfo.InvariantCulture);
    }));

    /// <summary>By what one of its related entries matches; what is not published matches nothing.</summary>
    public FilterDefinition<T> Nested<TRelated>(string name, string description, Func<T, IReadOnlyList<Guid>> ids, FilterDefinition<TRelated> related)
        where TRelated : PublishedEntry => With(new(name, description, types => (types.Of(related), null), (input, context) =>
        {
            var condition = related.Compile(input, context);
            return condition == CompiledFilter.Everything
                ? condition
                : Where(entry => context.View.LinkedAll(ids(entry), context.Locale).Any(e => e is TRelated && condition.Matches(e)));
        }));

    private FilterDefinition<T> With(FilterField field)
    {
        Add(field);
        return this;
    }

    private FilterDefinition<T> Texts(string name, string description, Func<T, IEnumerable<string>> texts, string? index, bool isSingle) =>
        With(new(
            name,
            description,
            types => (types.String, null),
            (input, _) => Of(FilterInputs.OfText(input), texts, Indexed<string>(index, isSingle, text => text)),
            Keys(index, texts, text => text)));

    private FilterDefinition<T> Enums<TEnum>(string name, string description, Func<T, IEnumerable<TEnum>> values, string? index, bool isSingle)
        where TEnum : struct, Enum => With(new(
            name,
            description,
            types => (types.Enum(typeof(TEnum)), null),
            (input, _) => Of(FilterInputs.OfEnum<TEnum>(input), values, Indexed<TEnum>(index, isSingle, value => IndexKey.ValueOf(value))),
            Keys(index, values, value => IndexKey.ValueOf(value))));

    private FilterDefinition<T> Range<TItem>(string name, string description, Func<FilterTypes, GraphQL.Types.IGraphType> type, Func<T, SiteCalendar, TItem?> item, Func<object, TItem> read)
        where TItem : struct, IComparable<TItem> => With(new(
            name,
            description,
            types => (type(types), null),
            (input, context) => Of(FilterInputs.OfRange(input, read), entry => item(entry, context.Calendar) is { } value ? [value] : [])));

    private FilterDefinition<T> Reference(
        string name,
        string description,
        Func<FilterTypes, GraphQL.Types.IGraphType> type,
        Func<T, IEnumerable<Guid>> ids,
        string? index) => With(new(
            name,
            description,
            types => (type(types), null),
            (input, context) =>
            {
                if (ReferenceCondition.Read(input, context) is not { } condition)
                {
                    return CompiledFilter.Everything;
                }

                if (index is null)
                {
                    return Where(entry => ids(entry).Any(condition.Matches));
                }

                var related = condition.Among(context.View.IndexValues(index, context.Locale).Select(Guid.Parse));
                var isMet = new ItemCondition<Guid>(related.Contains, null, related, IsExact: true);
                return Of(isMet, ids, Indexed<Guid>(index, isSingle: false, IndexKey.ValueOf));
            },
            // The view adds the topics of every type by itself.
            index == IndexKey.Topic ? null : Keys(index, ids, IndexKey.ValueOf)));

    private static Func<IReadOnlySet<TItem>, Candidates>? Indexed<TItem>(string? index, bool isSingle, Func<TItem, string> value) => index is null
        ? null
        : oneOf => new IndexCandidates([.. oneOf.Select(item => new IndexKey(index, value(item)))], isSingle || oneOf.Count == 1);

    private static Func<PublishedEntry, IEnumerable<IndexKey>>? Keys<TItem>(string? index, Func<T, IEnumerable<TItem>> items, Func<TItem, string> value) => index is null
        ? null
        : entry => items((T)entry).Select(item => new IndexKey(index, value(item)));

    private static CompiledFilter Of<TItem>(ItemCondition<TItem> condition, Func<T, IEnumerable<TItem>> items, Func<IReadOnlySet<TItem>, Candidates>? candidates = null)
    {
        if (condition.SaysNothing)
        {
            return CompiledFilter.Everything;
        }

        if (condition.OneOf is { Count: 0 })
        {
            return CompiledFilter.Nothing;
        }

        bool Matches(PublishedEntry entry) => entry is T own && condition.Matches(items(own));
        return condition.OneOf is null || candidates is null ? CompiledFilter.Where(Matches)
            : condition.IsExact ? CompiledFilter.Exact(Matches, candidates(condition.OneOf))
            : CompiledFilter.Narrowed(Matches, candidates(condition.OneOf));
    }

    private static CompiledFilter Where(Func<T, bool> matches) => CompiledFilter.Where(entry => entry is T own && matches(own));
}

/// <summary>A code of a medical terminology.</summary>
public readonly record struct CodeValue<TSystem>(TSystem System, string Code)
    where TSystem : struct, Enum;
