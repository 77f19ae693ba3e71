using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Reviews;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Editorial.Workflow;
using ContentHub.Tests.Storage;
using Xunit;

namespace ContentHub.Tests.Editorial.Reviews;

public sealed class ReviewPolicyTests(PostgreSqlServer server)
{
    [Theory]
    [InlineData("Clonazepam withdrawal", true)]
    [InlineData("What an overdose looks like", true)]
    [InlineData("Talking about suicide", true)]
    [InlineData("Sleep medicines in pregnancy", true)]
    [InlineData("Klonopin and you", true)]
    [InlineData("Starting sertraline", true)]
    [InlineData("Síndrome de abstinencia", true)]
    [InlineData("Sobredosis de opioides", true)]
    [InlineData("Embarazo y sueño", true)]
    [InlineData("How to sleep better", false)]
    [InlineData("Social withdrawal in teenagers", false)]
    [InlineData("Food poisoning and travel", false)]
    [InlineData("Group therapy, nine hours a week", false)]
    [InlineData("Living with anxiety", false)]
    [InlineData("Quitting nicotine", false)]
    public void A_grave_subject_is_looked_at_sooner(string title, bool expected)
    {
        var asTitle = new Outline();
        asTitle.Text(TextRole.Title, title, isMarkdown: false, isBody: false, "title");
        var asParagraph = new Outline();
        asParagraph.Text(TextRole.Paragraph, title, isMarkdown: true, isBody: true, "text");

        Assert.Equal(expected, SoonerSubjects.Name(asTitle, []));
        Assert.Equal(expected, SoonerSubjects.Name(new Outline(), [title]));
        Assert.False(SoonerSubjects.Name(asParagraph, []));
    }

    [Theory, EachDatabase]
    public async Task The_end_of_a_month_stays_one_and_settings_change_the_intervals(string database)
    {
        var clock = new ManualClock(new(2026, 8, 31, 20, 0, 0, TimeSpan.Zero));
        await using var practice = await Practice.OpenAsync(await TestDatabase.CreateAsync(database, server), clock, new()
        {
            ["ContentHub:Reviews:Types:FAQ_ENTRY:Default"] = "9", ["ContentHub:Reviews:Types:faq_entry:Longest"] = "18",
        });
        var (grave, other) = (await practice.PublishedAsync(await practice.DraftAsync(title: "What is clonazepam?")), await practice.PublishedAsync());
        var item = await practice.SubmittedAsync(await practice.DraftAsync());

        var refused = await practice.RefusedAsync("approve", new { id = item.Id, version = 1, nextReviewDue = "2028-03-01" }, practice.Rhea);
        await practice.DoneAsync("approve", new { id = item.Id, version = 1, nextReviewDue = "2028-02-29" }, practice.Rhea);

        Assert.Equal("2027-02-28", (string?)(await practice.ReadAsync(grave))!["review"]!["nextReviewDue"]);
        Assert.Equal("2027-05-31", (string?)(await practice.ReadAsync(other))!["review"]!["nextReviewDue"]);
        Assert.Contains("2028-02-29", (string?)refused["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ContentHub:Reviews:Types:NONSENSE:Default", "6", "no content type")]
    [InlineData("ContentHub:Reviews:Types:HELP_LINE:Default", "12", "at most Longest")]
    [InlineData("ContentHub:Reviews:Types:ARTICLE:Longest", "0", "1 to 120")]
    public async Task Intervals_that_make_no_sense_stop_the_start(string setting, string value, string expected)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ContentHubApp.StartAsync(TestDatabase.Sqlite, server, settings: new Dictionary<string, string?> { [setting] = value }));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
