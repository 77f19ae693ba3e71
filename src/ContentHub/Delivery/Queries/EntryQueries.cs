using ContentHub.Api.Errors;
using ContentHub.Api.Limits;
using ContentHub.Api.Paging;
using ContentHub.Api.Scalars;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using GraphQL.Types;

namespace ContentHub.Delivery.Queries;

/// <summary>The two fields by which readers find entries of one type: one by its slug, and the list.</summary>
public static class EntryQueries
{
    internal static QueryArgument LocaleArgument => new QueryArgument<StringGraphType> { Name = "locale", Description = "BCP 47; the site's default when absent." };

    internal static QueryArgument FallbackArgument => new QueryArgument<NonNullGraphType<Api.EnumType<LocaleFallback>>>
    {
        Name = "fallback",
        DefaultValue = LocaleFallback.Chain,
        Description = "What to serve where an entry lacks the locale.",
    };

    // The past is read from the log.
    internal static QueryArgument AsOfArgument => new QueryArgument<DateTimeScalar>
    {
        Name = "asOf",
        Description = "What readers saw at that moment, with today's notices; for signed-in editors, and for partners whose licence has the archive.",
    }.CostsEach(5 * FieldCosts.Statement);

    public static void Add<T>(IObjectGraphType query, DeliveryType type, FilterDefinition<T> filter, FilterTypes filters, EntryOrder orderDefault)
        where T : PublishedEntry
    {
        var root = (ComplexGraphType<object>)query;
        var one = new Arguments<OneArguments>(
            a => new(a.Get<string>("slug"), a.Get<string?>("locale"), a.Get<LocaleFallback>("fallback"), a.Get<DateTimeOffset?>("asOf")),
            new QueryArgument<NonNullGraphType<StringGraphType>> { Name = "slug", Description = "Current or former; compare the `slug` of the answer and redirect if it differs." },
            LocaleArgument, FallbackArgument, AsOfArgument);
        root.OptionalAsync(type.Singular, $"One {type.GraphName} by its slug, current or former; null when there is none to be seen.", one,
            (arguments, request) => arguments.AsOf is null ? new(arguments.In(request.View, type) as T) : OfThePastAsync<T>(arguments, type, request),
            isAtHand: arguments => arguments.AsOf is null);

        var many = new Arguments<ListArguments>(
            a => new(PagingArguments.ReadBoth(a), a.Get<string?>("locale"), a.Get<LocaleFallback>("fallback"), a.Get<IDictionary<string, object?>?>("where"), a.Get<EntryOrder>("orderBy")),
            [
                .. PagingArguments.Both, LocaleArgument, FallbackArgument,
                new QueryArgument(filters.Of(filter)) { Name = "where", Description = "Only those that match." }.CostsEach(10),
                new QueryArgument<NonNullGraphType<Api.EnumType<EntryOrder>>> { Name = "orderBy", DefaultValue = orderDefault, Description = "In which order." },
            ]);
        root.Field(type.Plural, $"Every {type.GraphName} that matches, a page at a time; each entry once.", many,
            (_, arguments, request) => ListPages.Of(type, filter, arguments, request));
        root.Costs(20, type.Plural);
    }

    private static async ValueTask<T?> OfThePastAsync<T>(OneArguments arguments, DeliveryType type, Request request)
        where T : PublishedEntry => arguments.In(await request.ViewAtAsync(arguments.AsOf), type) as T;

    private readonly record struct OneArguments(string Slug, string? Locale, LocaleFallback Fallback, DateTimeOffset? AsOf)
    {
        public PublishedEntry? In(Published view, DeliveryType type) => view.BySlug(type.Name, Slug, Locale, Fallback);
    }
}

/// <summary>What a list of one type was asked for.</summary>
internal sealed record ListArguments(PageArguments Page, string? Locale, LocaleFallback Fallback, IDictionary<string, object?>? Where, EntryOrder Order)
{
    private WordsOfDay? _words;

    /// <summary>The filter in <see cref="FilterWords"/>; made once for each day. Null where there is none, or one that has no words.</summary>
    public string? WordsOn(DateOnly today) =>
        (_words is { } known && known.Day == today ? known : _words = new(today, Where is null ? null : FilterWords.Of(Where, today))).Words;

    private sealed record WordsOfDay(DateOnly Day, string? Words);
}

/// <summary>Pages of entries.</summary>
public static class ListPages
{
    internal static Connection<T> Of<T>(DeliveryType type, FilterDefinition<T> filter, ListArguments arguments, Request request)
        where T : PublishedEntry
    {
        var locale = request.View.Locales.Resolve(arguments.Locale);
        var list = new ListRequest(type.Name, arguments.Locale, arguments.Fallback, arguments.Order, null, arguments.Page);
        if (arguments.Where is { } where)
        {
            var whole = request.View.Whole();
            CompiledFilter Compile() => filter.Compile(where, whole, locale, request.Calendar);
            list = arguments.WordsOn(request.Today) is { } words ? list with { Repeated = (words, Compile) } : list with { Filter = Compile() };
        }

        return Read(() => request.View.Page<T>(list));
    }

    /// <summary>Entries that show or link to one, by title.</summary>
    public static Connection<PublishedEntry> UsedBy(PublishedEntry entry, PageArguments page, DeliveryType[]? types, Request request)
    {
        var all = request.ViewOf(entry).UsedBy(entry.EntryId, entry.Locale, types?.Select(t => t.Name).ToHashSet());
        return Of(all, page, EntryIds.Of);
    }

    /// <summary>A page of what stands ready in memory; the cursor is the id of the last one seen.</summary>
    public static Connection<T> Of<T>(IReadOnlyList<T> all, PageArguments page, Func<T, string> idOf)
    {
        var from = 0;
        if (page.After is { } after)
        {
            from = 1 + Read(() =>
            {
                for (var i = 0; i < all.Count; i++)
                {
                    if (idOf(all[i]) == after)
                    {
                        return i;
                    }
                }

                throw new InvalidCursorException("after");
            });
        }

        var edges = all.Skip(from).Take(page.Size).Select(item => new Edge<T>(idOf(item), item)).ToList();
        return new(edges, new(from + edges.Count < all.Count, from > 0, edges.Count > 0 ? edges[0].Cursor : null, edges.Count > 0 ? edges[^1].Cursor : page.After), all.Count);
    }

    internal static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidCursorException refusal)
        {
            throw new RequestError("INVALID_CURSOR", refusal.Message);
        }
    }
}
