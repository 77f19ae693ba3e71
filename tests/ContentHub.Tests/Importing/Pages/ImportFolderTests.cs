using System.Globalization;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Pages;

/// <summary>The verb <c>import pages</c>, as an operator runs it.</summary>
public sealed class ImportFolderTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task A_folder_is_imported_once_and_the_report_says_what_came_of_each_page(string database)
    {
        await using var data = await TestDatabase.CreateAsync(database, server);
        using var folder = new PagesFolder();
        folder.Copy("accordion-faq.html", "a/faq.HTM");
        folder.Copy("scraped.txt", "scraped.txt");
        folder.Copy("guide.md", "guide.md");
        folder.Copy("windows-1252.html", "windows.html");
        folder.Copy("reprinted.html", "reprinted.html");
        folder.Write("picture.png", "no page");

        var first = await ServerProcess.RunAsync(data.Settings, "import", "pages", folder.Path, "--name", "Sam");
        var report = await File.ReadAllTextAsync(folder.Report, TestContext.Current.CancellationToken);
        var counts = await CountsAsync(data);
        folder.Copy("guide.md", "copy of guide.md");
        var second = await ServerProcess.RunAsync(data.Settings, "import", "pages", folder.Path, "--name", "Somebody else");

        Assert.Equal((1, ""), (first.ExitCode, first.Error));
        Assert.Contains("1/5 a/faq.HTM: 1 article, 3 FAQ entries; ", first.Output, StringComparison.Ordinal);
        Assert.Contains("3/5 reprinted.html: not imported: This text says that it is somebody else's", first.Output, StringComparison.Ordinal);
        Assert.Contains($"4 pages imported, 0 were there already, 1 not imported. Report: {folder.Report}", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("picture", first.Output + report, StringComparison.Ordinal);
        Assert.Contains("## scraped.txt\n\n- made: article “Understanding Stimulant Use Disorder” (understanding-stimulant-use-disorder)\n- made: symptom list ", report, StringComparison.Ordinal);
        Assert.Contains("- list-item-lost in “Signs of Stimulant Use Disorder”: “Little sleep” stood beside the list", report, StringComparison.Ordinal);
        Assert.Contains("- sales text: We are here to help.", report, StringComparison.Ordinal);
        Assert.Contains("Many people say “I’m fine” when they are not", await DocumentsAsync(data), StringComparison.Ordinal);
        Assert.Contains("0 pages imported, 5 were there already, 1 not imported.", second.Output, StringComparison.Ordinal);
        Assert.Equal(counts, await CountsAsync(data));
    }

    /// <summary>Killed between two pages, or in the middle of one: nobody can tell, and it does not matter.</summary>
    [Fact]
    public async Task A_run_that_was_killed_goes_on_where_it_was()
    {
        const int Count = 120;
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        using var folder = new PagesFolder();
        foreach (var i in Enumerable.Range(0, Count))
        {
            folder.Write($"page-{i:000}.html", $"<h1>Page number {i}</h1><p>It says {i}.</p><h2>What does {i} mean in practice?</h2><p>It means {i} things.</p>");
        }

        await using (var run = ServerProcess.Begin(data.Settings, "import", "pages", folder.Path))
        {
            await run.SaidAsync($"5/{Count} ");
            await run.KillAsync();
        }

        var made = (await CountsAsync(data)).Articles;
        var second = await ServerProcess.RunAsync(data.Settings, "import", "pages", folder.Path);

        Assert.InRange(made, 5, Count - 1);
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Count - made} pages imported, {made} were there already, 0 not imported."), second.Output, StringComparison.Ordinal);
        var counts = await CountsAsync(data);
        Assert.Equal((Count, Count), (counts.Articles, counts.Questions));
        await using var db = data.Open();
        Assert.Null((await AuditVerification.RunAsync(db)).Fault);
    }

    [Theory]
    [InlineData("There is no such folder", "import", "pages", "/nowhere/at/all")]
    [InlineData("The site has no locale “xx-XX”", "import", "pages", ".", "--locale", "xx-XX")]
    [InlineData("Required argument missing", "import", "pages")]
    public async Task A_verb_that_is_called_wrongly_fails_and_says_why(string said, params string[] arguments)
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);
        using var folder = new PagesFolder();
        folder.Copy("guide.md", "guide.md");

        var result = await ServerProcess.RunAsync(data.Settings, [.. arguments.Select(a => a == "." ? folder.Path : a)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CountsAsync(data)).Articles);
    }

    private static async Task<(int Articles, int Questions, int Changes)> CountsAsync(TestDatabase data)
    {
        await using var db = data.Open();
        return (await db.Variants.CountAsync(v => v.Type == "ARTICLE"), await db.Variants.CountAsync(v => v.Type == "FAQ_ENTRY"), await db.Changes.CountAsync());
    }

    private static async Task<string> DocumentsAsync(TestDatabase data)
    {
        await using var db = data.Open();
        return string.Concat(await db.Revisions.Select(r => r.Document).ToListAsync());
    }

    private sealed class PagesFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("contenthub-pages-").FullName;

        public string Report => $"{Path}-import.md";

        public void Copy(string sample, string file)
        {
            var path = System.IO.Path.Combine(Path, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.Copy(System.IO.Path.Combine(SamplePages.Folder, sample), path);
        }

        public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

        public void Dispose()
        {
            Directory.Delete(Path, recursive: true);
            File.Delete(Report);
        }
    }
}
