using System.Data.Common;
using System.Globalization;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace ContentHub.Importing.Bulk;

/// <param name="Written">How many rows this run has written; 0 when all were there.</param>
/// <param name="Rows">How many there are in the file.</param>
/// <param name="Head">The end of the log; null when nothing was ever done.</param>
internal sealed record ImportResult(long Written, long Rows, LogHead? Head);

/// <summary>
/// Brings what was exported into an empty database, row by row as it was. The whole file is checked before the first row is written. A run
/// that was cut off goes on where it was; the same file again changes nothing; what holds anything else is left alone.
/// </summary>
internal sealed class ImportEverything(IDbContextFactory<ContentHubDb> databases)
{
    /// <exception cref="BulkRefusedException">The file, or the database, is not as it must be; says which line, and whether anything was written.</exception>
    public async Task<ImportResult> RunAsync(string path, IProgress<BulkProgress>? progress = null, CancellationToken cancellation = default)
    {
        // The same file throughout, whatever happens to its name.
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        BulkFile file;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            file = new(stream, BulkTables.Of(db.Model), db.Database.GetMigrations());
            await CheckAsync(file, stream, path, db is PostgreSqlDb, progress, cancellation);
        }

        var result = new ImportResult(0, 0, null);
        await DatabaseMigration.RunAsync(databases, async (db, _) => result = await FillAsync(db, file, stream, path, progress, cancellation), cancellation);
        return result;
    }

    private static async Task CheckAsync(BulkFile file, FileStream stream, string path, bool isPostgreSql, IProgress<BulkProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            await foreach (var row in file.RowsAsync(cancellation))
            {
                if (isPostgreSql && row.Table.HasNull(row.Stored))
                {
                    throw new BulkFaultException(row.Line.Number, "A text in it has the character U+0000, which PostgreSQL cannot keep: take it out where the file comes from.");
                }

                if (row.Line.Number % DatabaseFilling.RowsMax == 0)
                {
                    progress?.Report(new("Checking", stream.Position, stream.Length));
                }
            }

            progress?.Report(new("Checking", stream.Length, stream.Length));
        }
        catch (BulkFaultException fault)
        {
            throw new BulkRefusedException($"{path}: {fault.Message} Nothing was imported.", fault);
        }
    }

    private async Task<ImportResult> FillAsync(ContentHubDb db, BulkFile file, FileStream stream, string path, IProgress<BulkProgress>? progress, CancellationToken cancellation)
    {
        var filling = new DatabaseFilling(db);
        var (mark, sum, total) = (await filling.FindMarkAsync(cancellation), file.Sum!, file.Header.Total);
        if (mark is not null && mark != sum)
        {
            throw new BulkRefusedException("The import of another file into this database has begun and is not finished: take that file again, or empty the database. Nothing was imported.");
        }

        var there = await CompareAsync(file, cancellation);
        if (mark is null && there == total)
        {
            return new(0, total, file.Header.Head?.ToLogHead());
        }

        if (mark is null)
        {
            await filling.BeginAsync(sum, () => IsEmptyAsync(db, file.Tables, cancellation), cancellation);
        }

        await WriteAsync(filling, file, there, path, progress, cancellation);
        var head = file.Header.Head?.ToLogHead();
        var audit = await AuditVerification.RunAsync(db, head, cancellation);
        if (audit.Fault is { } fault)
        {
            throw new BulkRefusedException($"The rows of {path} do not belong together: {fault.Reason} The database is not to be used: empty it, and take another file.");
        }

        await filling.EndAsync(cancellation);
        return new(total - there, total, head);
    }

    /// <returns>How many rows are there already: always the first ones of the file.</returns>
    /// <exception cref="BulkRefusedException">The database holds something else.</exception>
    private async Task<long> CompareAsync(BulkFile file, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        db.Database.SetCommandTimeout(0);
        await using var moment = await db.BeginReadAsync(cancellation);
        await using var rows = file.RowsAsync(cancellation).GetAsyncEnumerator(cancellation);
        var (more, there) = (await rows.MoveNextAsync(), 0L);
        foreach (var table in file.Tables)
        {
            await foreach (var stored in table.ReadAsync(db).WithCancellation(cancellation))
            {
                // What comes behind a gap meets the row that is missing first, and so is found.
                if (!more || rows.Current.Table != table || !table.IsSame(stored, rows.Current.Line.Row.Span))
                {
                    throw new BulkRefusedException(string.Create(CultureInfo.InvariantCulture, $"The database holds something else than the file ({table.Kind}, line {there + 2}), and an import adds to nothing: take an empty database. Nothing was imported."));
                }

                there++;
                more = await rows.MoveNextAsync();
            }
        }

        return there;
    }

    private static async Task<bool> IsEmptyAsync(ContentHubDb db, IReadOnlyList<BulkTable> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            if (await table.CountAsync(db, cancellation) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task WriteAsync(DatabaseFilling filling, BulkFile file, long there, string path, IProgress<BulkProgress>? progress, CancellationToken cancellation)
    {
        var (done, batch) = (there, new List<object>(DatabaseFilling.RowsMax));
        try
        {
            await foreach (var row in file.RowsAsync(cancellation).Where(row => row.Line.Number > there + 1))
            {
                batch.Add(row.Stored);
                if (batch.Count == DatabaseFilling.RowsMax)
                {
                    await PassOnAsync();
                }
            }

            await PassOnAsync();
        }
        catch (DbUpdateException failure) when (failure.InnerException is DbException cause)
        {
            throw new BulkRefusedException(string.Create(CultureInfo.InvariantCulture, $"The database does not take lines {done + 2} to {done + 1 + batch.Count} of {path}: {cause.Message} The rows before them are there: put it right and run it again, or empty the database."), failure);
        }
        catch (BulkFaultException fault)
        {
            throw new BulkRefusedException($"{path} was changed while it was imported. {fault.Message} Empty the database, and begin again.", fault);
        }

        async Task PassOnAsync()
        {
            await filling.WriteAsync(batch, cancellation);
            done += batch.Count;
            batch.Clear();
            progress?.Report(new("Importing", done, file.Header.Total));
        }
    }
}
