using ContentHub.Api;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Editorial.Drafts;

/// <summary>The content list by every field of its filter, answered by the database.</summary>
public sealed class DraftFilterTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task The_content_list_is_filtered_by_state_type_author_text_and_their_combinations(string database)
    {
        await using var app = await ContentHubApp.StartAsync(database, server);
        var (ann, ben) = (app.Token("Ann", Role.Author), app.Token("Ben Miller", Role.Author));
        var editor = app.Token("Edith", Role.Editor);
        await CreateAsync("createTopic", new { title = "Sleep", kind = "CONDITION", summary = "About sleep and rest." }, ann, publish: true);
        await CreateAsync("createTopic", new { title = "Rest", kind = "CONDITION", summary = "About rest." }, ben, publish: true);
        await CreateAsync("createGlossaryTerm", new { title = "Tolerance", definition = "The same amount does **less**." }, ann, publish: false);
        await CreateAsync("createArticle", new { title = "Señales de alarma", summary = "When sleep is a sign." }, ben, publish: false);

        string[] Expected(params string[] titles) => titles;
        (string Where, string[] Titles)[] cases =
        [
            ("{}", Expected("Rest", "Señales de alarma", "Sleep", "Tolerance")),
            ("{ state: { eq: PUBLISHED } }", Expected("Rest", "Sleep")),
            ("{ state: { notIn: [PUBLISHED] } }", Expected("Señales de alarma", "Tolerance")),
            ("{ state: { in: [] } }", Expected()),
            ("{ type: { in: [TOPIC, ARTICLE] } }", Expected("Rest", "Señales de alarma", "Sleep")),
            ("{ type: { notIn: [TOPIC] } }", Expected("Señales de alarma", "Tolerance")),
            ("{ author: { eq: \"Ann\" } }", Expected("Sleep", "Tolerance")),
            ("{ author: { contains: \"mill\" } }", Expected("Rest", "Señales de alarma")),
            ("{ author: { startsWith: \"Miller\" } }", Expected()),
            ("{ text: \"SLEEP\" }", Expected("Señales de alarma", "Sleep")),
            ("{ text: \"rest sleep\" }", Expected("Sleep")),
            ("{ text: \"less\" }", Expected("Tolerance")),
            ("{ text: \"100%_\" }", Expected()),
            ("{ locale: { eq: \"es-US\" } }", Expected()),
            ("{ hasUnpublishedChanges: true }", Expected("Señales de alarma", "Tolerance")),
            ("{ hasUnpublishedChanges: false }", Expected("Rest", "Sleep")),
            ("{ updatedAt: { gte: \"2020-01-01T00:00:00Z\", lt: \"2020-01-02T00:00:00Z\" } }", Expected()),
            ("{ updatedAt: { gt: \"2020-01-01T00:00:00Z\" }, type: { eq: ARTICLE } }", Expected("Señales de alarma")),
            ("{ or: [{ text: \"less\" }, { state: { eq: PUBLISHED }, author: { eq: \"Ann\" } }] }", Expected("Sleep", "Tolerance")),
            ("{ and: [{ type: { eq: TOPIC } }, { not: { text: \"sleep\" } }] }", Expected("Rest")),
            ("{ and: [], or: [], state: null }", Expected("Rest", "Señales de alarma", "Sleep", "Tolerance")),
            ("{ not: {} }", Expected()),
        ];
        foreach (var (where, titles) in cases)
        {
            var found = await app.QueryAsync($"{{ editorial {{ drafts(where: {where}, first: 50, orderBy: TITLE_ASC) {{ totalCount nodes {{ title }} }} }} }}", token: editor);

            var drafts = found["editorial"]!["drafts"]!;
            Assert.Equal((where, string.Join(", ", titles.Order(StringComparer.Ordinal))), (where, string.Join(", ", drafts["nodes"]!.AsArray().Select(n => (string?)n!["title"]).Order(StringComparer.Ordinal))));
            Assert.Equal(titles.Length, (int)drafts["totalCount"]!);
        }

        async Task CreateAsync(string field, object content, string token, bool publish)
        {
            var draft = (await app.DoneAsync(field, new { content }, token))["draft"]!;
            if (publish)
            {
                await app.PublishAsync((string)draft["id"]!, 1, isClinical: false);
            }
        }
    }
}
