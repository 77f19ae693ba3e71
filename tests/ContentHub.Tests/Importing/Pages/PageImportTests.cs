using System.Text.Json.Nodes;
using ContentHub.Editorial.Entries;
using ContentHub.Importing.Pages;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>What pages become. Beside each page of <c>Samples</c> stands what an editor would expect of it, line by line.</summary>
public sealed class PageImportTests
{
    public static TheoryData<string> Pages => [.. SamplePages.Names];

    [Fact]
    public void There_are_enough_pages_of_all_kinds() => Assert.True(SamplePages.Names.Count >= 33, $"{SamplePages.Names.Count}");

    [Theory, MemberData(nameof(Pages))]
    public void A_page_becomes_what_stands_beside_it(string name)
    {
        var result = SamplePages.Import(name);

        var expected = Path.Combine(SamplePages.Folder, $"{name}.expected");
        var made = ImportText.Of(result, SamplePages.Site);
        if (Environment.GetEnvironmentVariable("CONTENTHUB_SHOW_IMPORTS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.expected"), made);
        }

        Assert.Equal(File.Exists(expected) ? File.ReadAllText(expected) : "", made);
    }

    /// <summary>By the same rules as a mutation: nothing that an import makes may be refused for its form.</summary>
    [Theory, MemberData(nameof(Pages))]
    public void Every_draft_can_be_saved_as_it_is(string name)
    {
        var result = SamplePages.Import(name);

        Assert.All(result.Drafts, draft => Drafts.AssertCanBeSaved(draft));
    }

    [Fact]
    public void The_same_page_becomes_the_same_drafts_with_the_same_ids()
    {
        var (first, second) = (SamplePages.Import("signs-of-clonazepam-dependence.html"), SamplePages.Import("signs-of-clonazepam-dependence.html"));

        Assert.Equal(first.Drafts.Select(d => (d.EntryId, d.VariantId, Drafts.JsonOf(d))), second.Drafts.Select(d => (d.EntryId, d.VariantId, Drafts.JsonOf(d))));
    }
}
