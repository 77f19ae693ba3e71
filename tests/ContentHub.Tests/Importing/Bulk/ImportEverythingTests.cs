using ContentHub.Delivery;
using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

public sealed class ImportEverythingTests(PostgreSqlServer server, ExportedFile file) : IClassFixture<ExportedFile>
{
    [Theory, EachDatabase]
    public async Task The_same_file_again_changes_nothing_and_says_so(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateEmptyAsync(database, server);

        var first = await Operator.RunAsync(data, "import", "everything", path);
        var again = await Operator.RunAsync(data, "import", "everything", path);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        Assert.StartsWith("1501 rows were imported, and the change log is as it was written. Head: 300 ", first.Output);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.StartsWith("All of it was there. Head: 300 ", again.Output);
        Assert.Equal(await ExportedFile.TextAsync, await Operator.ExportAsync(data));
    }

    [Theory, EachDatabase]
    public async Task A_run_that_was_cut_off_goes_on_where_it_was(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateEmptyAsync(database, server);
        var import = new ImportEverything(data.Factory);
        var written = new List<long>();
        for (var cut = 0; cut < 4; cut++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => import.RunAsync(path, new Operator.Watching(step => CutAt("Importing", step))));
            written.Add(await CountAsync(data));
        }

        var last = await import.RunAsync(path);

        Assert.Equal([500L, 1000, 1500, 1501], written);
        Assert.Equal((0L, (long)ExportedFile.Rows), (last.Written, last.Rows));
        Assert.Equal(await ExportedFile.TextAsync, await Operator.ExportAsync(data));
    }

    [Theory, EachDatabase]
    public async Task A_database_that_is_half_there_is_neither_served_nor_written_to_nor_shown_nor_copied(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateAsync(database, server);
        await CutAsync(data, path);
        await using var desk = await DeskOn(data);

        var started = await Assert.ThrowsAsync<BulkRefusedException>(() => DatabaseMigration.RunAsync(data.Factory));
        var act = await Assert.ThrowsAsync<BulkRefusedException>(() => desk.CreateAsync("another"));
        var shown = await Assert.ThrowsAsync<BulkRefusedException>(() => new PublishedReader(data.Factory).LoadAllAsync());
        var exported = await Assert.ThrowsAsync<BulkRefusedException>(() => Operator.ExportAsync(data));

        Assert.All([started.Message, act.Message, shown.Message, exported.Message], said => Assert.Equal("An import into this database has begun and is not finished: run `import everything` with the same file again, or empty the database.", said));
        Assert.Equal(300, (await new ImportEverything(data.Factory).RunAsync(path)).Head?.Sequence);
        await DatabaseMigration.RunAsync(data.Factory);
    }

    [Theory, EachDatabase]
    public async Task A_half_that_is_not_the_files_is_not_gone_on_with(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateAsync(database, server);
        await CutAsync(data, path);
        await using (var db = data.Open())
        {
            await db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.Name, "Somebody else"));
        }

        var refused = await Operator.RunAsync(data, "import", "everything", path);

        Assert.Equal((1, "The database holds something else than the file (Person, line 302), and an import adds to nothing: take an empty database. Nothing was imported."), (refused.ExitCode, refused.Error));
    }

    [Theory, EachDatabase]
    public async Task Another_file_does_not_go_on_where_one_was_cut_off(string database)
    {
        var path = await file.WriteAsync();
        var other = await file.WriteAsync(text => ExportedFile.Forge(text, rows => rows[0].Row["site"] = "Another site"));
        await using var data = await TestDatabase.CreateAsync(database, server);
        await CutAsync(data, path);

        var refused = await Operator.RunAsync(data, "import", "everything", other);

        Assert.Equal((1, "The import of another file into this database has begun and is not finished: take that file again, or empty the database. Nothing was imported."), (refused.ExitCode, refused.Error));
    }

    [Theory, EachDatabase]
    public async Task A_database_with_contents_of_its_own_is_left_alone(string database)
    {
        var path = await file.WriteAsync();
        await using var desk = await Desk.OpenAsync(database, server);
        await desk.CreateAsync("ours");
        var before = await Operator.ExportAsync(desk.Database);

        var refused = await Operator.RunAsync(desk.Database, "import", "everything", path);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The database holds something else than the file", refused.Error);
        Assert.Equal(before, await Operator.ExportAsync(desk.Database));
    }

    [Theory, EachDatabase]
    public async Task What_was_written_after_an_import_is_not_merged_with_the_file_again(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateAsync(database, server);
        await new ImportEverything(data.Factory).RunAsync(path);
        await using var desk = await DeskOn(data);
        await desk.CreateAsync("another");

        var refused = await Assert.ThrowsAsync<BulkRefusedException>(() => new ImportEverything(data.Factory).RunAsync(path));

        Assert.Contains("The database holds something else than the file", refused.Message);
    }

    [Theory, EachDatabase]
    public async Task Two_imports_at_once_write_once(string database)
    {
        var path = await file.WriteAsync();
        await using var data = await TestDatabase.CreateEmptyAsync(database, server);

        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => new ImportEverything(new ContentHubDbFactory(data.Options)).RunAsync(path))));

        Assert.Equal([0L, ExportedFile.Rows], results.Select(r => r.Written).Order());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_one_line()
    {
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);

        var refused = await Operator.RunAsync(data, "import", "everything", "/nowhere/all.ndjson");

        Assert.Equal((1, "There is no file /nowhere/all.ndjson."), (refused.ExitCode, refused.Error));
    }

    private static Task CutAsync(TestDatabase data, string path) =>
        Assert.ThrowsAsync<OperationCanceledException>(() => new ImportEverything(data.Factory).RunAsync(path, new Operator.Watching(step => CutAt("Importing", step))));

    private static void CutAt(string step, BulkProgress now)
    {
        if (now.Step == step)
        {
            throw new OperationCanceledException();
        }
    }

    private static async Task<long> CountAsync(TestDatabase data)
    {
        await using var db = data.Open();
        var count = 0L;
        foreach (var table in BulkTables.Of(db.Model))
        {
            count += await table.CountAsync(db, default);
        }

        return count;
    }

    /// <summary>Acts on a database that somebody else throws away.</summary>
    private static async Task<DeskOnLoan> DeskOn(TestDatabase data)
    {
        await using var db = data.Open();
        return new(data, (await db.People.FirstAsync()).Id);
    }

    private sealed class DeskOnLoan(TestDatabase data, Guid person) : IAsyncDisposable
    {
        private readonly ChangeLog _log = new(data.Factory, new ManualClock(Desk.Monday));

        public async Task CreateAsync(string slug)
        {
            await using var db = data.Open();
            var entry = new Entry { Id = Guid.CreateVersion7(), Type = "ARTICLE", CreatedAt = Desk.Monday };
            var variant = new Variant { Id = Guid.CreateVersion7(), EntryId = entry.Id, Type = "ARTICLE", Locale = "en-US", CreatedBy = person, CreatedAt = Desk.Monday, UpdatedBy = person, UpdatedAt = Desk.Monday, HeadVersion = 1, LastVersion = 1, Slug = slug };
            var revision = new Revision { VariantId = variant.Id, Version = 1, Document = "{}", DocumentHash = ChangeChain.HashOf("{}"), CreatedBy = person, CreatedAt = Desk.Monday };
            db.AddRange(entry, variant, revision);
            await _log.CommitAsync(db, [new(ChangeKind.Created, variant, revision, person)]);
        }

        public ValueTask DisposeAsync() => _log.DisposeAsync();
    }
}
