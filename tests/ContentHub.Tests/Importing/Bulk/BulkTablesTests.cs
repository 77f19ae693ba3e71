using ContentHub.Importing.Bulk;
using ContentHub.Storage;
using ContentHub.Tests.Databases;
using Xunit;

namespace ContentHub.Tests.Importing.Bulk;

public sealed class BulkTablesTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task Every_table_and_column_is_exported_or_left_out_with_a_reason(string database)
    {
        await using var data = await TestDatabase.CreateEmptyAsync(database, server);
        await using var db = data.Open();
        var model = db.Model.GetEntityTypes().SelectMany(t => t.GetProperties().Select(p => $"{t.ClrType.Name}.{p.Name}").Prepend(t.ClrType.Name)).ToHashSet();
        var absent = model.Where(name => BulkTables.LeftOut.ContainsKey(name.Split('.')[0]) || BulkTables.LeftOut.ContainsKey(name));

        var tables = BulkTables.Of(db.Model);

        Assert.Equal(model.Order(), tables.SelectMany(t => t.Columns.Select(c => $"{t.Kind}.{c.Name}").Prepend(t.Kind)).Concat(absent).Order());
        Assert.All(BulkTables.LeftOut, left => Assert.True(model.Contains(left.Key) && left.Value.Length > 20, left.Key));
        Assert.All(tables.SelectMany(t => t.Columns), column => Assert.True(column.HasForm, $"{column.Name} is of a type that has no form in a file."));
    }

    [Fact]
    public async Task Both_databases_give_the_same_tables_in_an_order_that_can_be_written()
    {
        await using var data = await TestDatabase.CreateEmptyAsync(TestDatabase.Sqlite, server);
        await using var db = data.Open();
        await using var other = new ContentHubDbFactory(new DatabaseOptions { Database = "Host=nowhere" }).CreateDbContext();

        var tables = BulkTables.Of(db.Model).Select(t => t.RowType).ToList();

        Assert.Equal(tables, BulkTables.Of(other.Model).Select(t => t.RowType));
        Assert.Equal(BulkTables.Of(db.Model).Select(ColumnsOf), BulkTables.Of(other.Model).Select(ColumnsOf));
        Assert.Equal(typeof(Change), tables[^1]);
        Assert.All(db.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys()).Where(f => tables.Contains(f.DeclaringEntityType.ClrType) && f.PrincipalEntityType != f.DeclaringEntityType), f =>
            Assert.True(tables.IndexOf(f.PrincipalEntityType.ClrType) < tables.IndexOf(f.DeclaringEntityType.ClrType), f.ToString()));
    }

    private static string ColumnsOf(BulkTable table) => string.Join(' ', table.Columns.Select(c => c.Name));
}
