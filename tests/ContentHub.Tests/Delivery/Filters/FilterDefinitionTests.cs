using ContentHub.Api.Paging;
using ContentHub.Delivery;
using ContentHub.Delivery.Filters;
using ContentHub.Storage;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Xunit;

namespace ContentHub.Tests.Delivery.Filters;

/// <summary>Filters as they come in: through GraphQL.</summary>
public sealed class FilterDefinitionTests
{
    private static readonly SiteCalendar Calendar = new(TimeZoneInfo.Utc, new(2026, 3, 2));

    private static readonly Published View = Sample.View(
        Sample.Entry(1, "en-US", new("alcohol", "Alcohol") { Kind = SampleKind.Substance }),
        Sample.Entry(2, "en-US", new("beer", "Beer") { Kind = SampleKind.Substance, Parent = Sample.Id(1), IsRoot = false }),
        Sample.Entry(3, "en-US", new("withdrawal", "Ñandú withdrawal") { Topics = [Sample.Id(2)], Audience = SampleAudience.Caregiver, Hours = 2.5, Day = new(2026, 3, 1), Uses = [Sample.Id(5)] }),
        Sample.Entry(4, "en-US", new("tremor", "Tremor") { Topics = [Sample.Id(1), Sample.Id(9)], Tags = ["shaking", "Zittern"], Codes = [new(SampleSystem.Icd, "R25.1")], IsRoot = true }),
        Sample.Entry(5, "en-US", new("clinic", "Clinic") { Latitude = 37.7749, Longitude = -122.4194 }),
        Reviewed(6, "overdue", new(2026, 3, 1)),
        Reviewed(7, "due", new(2026, 4, 1)),
        Reviewed(8, "current", new(2026, 4, 2)));

    [Theory]
    [InlineData("{}", "alcohol beer clinic current due overdue tremor withdrawal")]
    [InlineData("{slug: null, title: {eq: null}, and: [], or: [], related: {}, topic: {withDescendants: true}}", "alcohol beer clinic current due overdue tremor withdrawal")]
    [InlineData("{not: {}}", "")]
    [InlineData("{not: {not: {slug: {eq: \"beer\"}}}}", "beer")]
    [InlineData("{or: [{slug: {eq: \"beer\"}}, {slug: {eq: \"tremor\"}}]}", "beer tremor")]
    [InlineData("{or: [{slug: {eq: \"beer\"}}, {}], title: {startsWith: \"b\"}}", "beer")]
    [InlineData("{and: [{slug: {in: [\"beer\", \"tremor\"]}}, {slug: {notIn: [\"beer\"]}}]}", "tremor")]
    [InlineData("{title: {contains: \"NANDU\"}}", "withdrawal")]
    [InlineData("{title: {eq: \"tremor\"}}", "")]
    [InlineData("{tag: {contains: \"SHAK\"}}", "tremor")]
    [InlineData("{tag: {eq: \"Zittern\"}}", "tremor")]
    [InlineData("{tag: {isNull: false}}", "tremor")]
    [InlineData("{tag: {in: []}}", "")]
    [InlineData("{tag: {notIn: [\"shaking\"]}}", "tremor")]
    [InlineData("{entryId: {eq: \"00000003-0000-0000-0000-000000000001\"}}", "withdrawal")]
    [InlineData("{entryId: {in: [\"beer\", 7, \"00000004-0000-0000-0000-000000000001\"]}}", "tremor")]
    [InlineData("{audience: {eq: CAREGIVER}}", "withdrawal")]
    [InlineData("{audience: {notIn: [PATIENT, HEALTH_PROFESSIONAL]}}", "withdrawal")]
    [InlineData("{topic: {slug: {eq: \"alcohol\"}}}", "tremor")]
    [InlineData("{topic: {slug: {eq: \"alcohol\"}, withDescendants: true}}", "tremor withdrawal")]
    [InlineData("{topic: {slug: {eq: \"beer\"}, withDescendants: true}}", "withdrawal")]
    [InlineData("{topic: {entryId: {eq: \"00000009-0000-0000-0000-000000000001\"}}}", "")]
    [InlineData("{topic: {kind: {eq: SUBSTANCE}, slug: {startsWith: \"BE\"}}}", "withdrawal")]
    [InlineData("{use: {slug: {eq: \"clinic\"}}}", "withdrawal")]
    [InlineData("{hours: {gte: 2, lt: 2.6}}", "withdrawal")]
    [InlineData("{hours: {gt: 2.5}}", "")]
    [InlineData("{day: {eq: \"2026-03-01\"}}", "withdrawal")]
    [InlineData("{day: {isNull: false, lte: \"2026-02-28\"}}", "")]
    [InlineData("{publishedAt: {gt: \"2026-03-01T10:59:59+02:00\", lte: \"2026-03-01T09:00:00Z\"}, slug: {eq: \"beer\"}}", "beer")]
    [InlineData("{isRoot: true}", "tremor")]
    [InlineData("{isRoot: false}", "beer")]
    [InlineData("{code: {system: ICD}}", "tremor")]
    [InlineData("{code: {system: ICD, code: {startsWith: \"r25\"}}}", "tremor")]
    [InlineData("{code: {system: MESH, code: {eq: \"R25.1\"}}}", "")]
    [InlineData("{related: {near: {latitude: 37.8044, longitude: -122.2712, withinKm: 14}}}", "withdrawal")]
    [InlineData("{related: {near: {latitude: 37.8044, longitude: -122.2712, withinKm: 13}}}", "")]
    [InlineData("{reviewStatus: {eq: OVERDUE}}", "overdue")]
    [InlineData("{reviewStatus: {in: [DUE, OVERDUE]}}", "due overdue")]
    [InlineData("{reviewStatus: {notIn: [OVERDUE]}}", "current due")]
    public async Task A_filter_in_a_query_finds_these(string where, string slugs)
    {
        var answer = await RunAsync($"{{ pages(where: {where}) }}");

        Assert.Equal($$$"""{"data":{"pages":"{{{slugs}}}"}}""", answer);
    }

    [Fact]
    public async Task A_filter_comes_in_a_variable_too()
    {
        var answer = await RunAsync(
            "query ($where: PageFilter) { pages(where: $where) }",
            """{"where": {"or": [{"day": {"lte": "2026-03-01"}}, {"audience": {"in": ["CAREGIVER"]}}, {"entryId": {"eq": "00000002-0000-0000-0000-000000000001"}}], "hours": null}}""");

        Assert.Equal("""{"data":{"pages":"beer withdrawal"}}""", answer);
    }

    [Fact]
    public void Every_type_and_field_of_a_filter_is_described()
    {
        var schema = NewSchema();

        var filters = schema.AllTypes.OfType<InputObjectGraphType>().ToList();
        Assert.Equal(
            ["CodeFilter", "DateFilter", "DateTimeFilter", "EntryRefFilter", "FloatFilter", "IdFilter", "NearFilter", "PageFilter", "RelatedFilter", "ReviewStatusFilter", "SampleAudienceFilter", "SampleKindFilter", "StringFilter", "TopicRefFilter"],
            filters.Select(f => f.Name).Order());
        Assert.All(filters, f => Assert.False(string.IsNullOrEmpty(f.Description), f.Name));
        Assert.All(filters.SelectMany(f => f.Fields.Select(field => (f.Name, field))), f => Assert.False(string.IsNullOrEmpty(f.field.Description), $"{f.Name}.{f.field.Name}"));
    }

    [Fact]
    public void One_filter_type_serves_two_schemas_and_is_made_once_in_each()
    {
        var types = new FilterTypes(typeof(SampleKind));

        Assert.Same(types.Of(SampleFilters.Page), types.Of(SampleFilters.Page));
        Assert.NotSame(types.Of(SampleFilters.Page), new FilterTypes(typeof(SampleKind)).Of(SampleFilters.Page));
    }

    [Fact]
    public void What_an_index_answers_is_not_looked_at_entry_by_entry()
    {
        var asked = 0;
        var definition = new FilterDefinition<SampleEntry>("F", "Counts.")
            .Enum("audience", "For whom.", e => Counted(e.Document.Audience), index: "audience")
            .Text("tag", "Tags.", e => Counted(e.Document.Tags), index: "tag");

        Run(new() { ["audience"] = new Dictionary<string, object?> { ["in"] = new object[] { SampleAudience.Patient, SampleAudience.Caregiver } } });
        Assert.Equal(0, asked);

        Run(new()
        {
            ["audience"] = new Dictionary<string, object?> { ["eq"] = SampleAudience.Patient },
            ["tag"] = new Dictionary<string, object?> { ["eq"] = "shaking" },
        });
        Assert.Equal(2, asked);

        void Run(Dictionary<string, object?> input) =>
            View.Page(new("PAGE", null, LocaleFallback.Chain, EntryOrder.TitleAsc, definition.Compile(input, View, "en-US", Calendar), new(3, null, null, null)));

        TValue Counted<TValue>(TValue value)
        {
            asked++;
            return value;
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_looked_for_without_harm()
    {
        var filter = SampleFilters.Page.Compile(new Dictionary<string, object?> { ["title"] = new Dictionary<string, object?> { ["contains"] = "é\ud800" } }, View, "en-US", Calendar);

        Assert.Empty(View.List(null, null, LocaleFallback.Chain, null, filter));
    }

    private static PublishedEntry Reviewed(int number, string slug, DateOnly due) =>
        Sample.Read(Sample.Row(Sample.Id(number), "en-US", new(slug, slug)) with { Review = new ReviewRow(Guid.Empty, "Dr. Sample", Sample.Start, due) });

    private static async Task<string> RunAsync(string query, string? variables = null)
    {
        var serializer = new GraphQLSerializer();
        var result = await new DocumentExecuter().ExecuteAsync(new ExecutionOptions
        {
            Schema = NewSchema(),
            Query = query,
            Variables = variables is null ? Inputs.Empty : serializer.Deserialize<Inputs>(variables),
        });
        return serializer.Serialize(result);
    }

    private static Schema NewSchema()
    {
        var query = new ObjectGraphType { Name = "Query" };
        var where = new QueryArgument(new FilterTypes(typeof(SampleKind)).Of(SampleFilters.Page)) { Name = "where" };
        query.Field<StringGraphType>("pages").Resolve(context =>
        {
            var filter = SampleFilters.Page.Compile(context.GetArgument<IDictionary<string, object?>?>("where"), View, "en-US", Calendar);
            var page = View.Page(new("PAGE", null, LocaleFallback.Chain, EntryOrder.TitleAsc, filter, new PageArguments(50, null, null, null)));
            return string.Join(' ', page.Nodes.Select(e => e.Slug.ToString()).Order(StringComparer.Ordinal));
        });
        query.Fields.Single().Arguments = [where];
        var schema = new Schema { Query = query };
        schema.Initialize();
        return schema;
    }
}
