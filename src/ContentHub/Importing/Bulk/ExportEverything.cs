using System.Buffers;
using System.Security.Cryptography;
using ContentHub.Delivery;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ContentHub.Importing.Bulk;

/// <param name="Rows">How many rows there are in the file; the first and the last line are none.</param>
/// <param name="Head">The end of the log; null when nothing was ever done.</param>
internal sealed record BulkResult(long Rows, LogHead? Head);

/// <summary>
/// Writes everything as NDJSON, as of one moment, a row a line: the same bytes from either database. What `import everything` would refuse
/// is not written to its end.
/// </summary>
internal sealed class ExportEverything(IDbContextFactory<ContentHubDb> databases, IOptions<SiteOptions> site)
{
    /// <summary>After how many rows it says how far it is, and passes on what it has.</summary>
    private const int RowsAtOnce = 500;

    /// <param name="output">Gets everything in order; flushed at the end, and not closed.</param>
    /// <exception cref="BulkRefusedException">The database is of another version, half imported, or not as it was written.</exception>
    public async Task<BulkResult> RunAsync(Stream output, IProgress<BulkProgress>? progress = null, CancellationToken cancellation = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);

        // Sorting a large table takes its time.
        db.Database.SetCommandTimeout(0);
        if (!db.Database.GetMigrations().SequenceEqual(await db.Database.GetAppliedMigrationsAsync(cancellation)))
        {
            throw new BulkRefusedException("The database has the form of another version of the program: export it with that version, or run `migrate` first if it is an older one.");
        }

        await using var moment = await db.BeginReadAsync(cancellation);
        await UnfinishedImport.RefuseAsync(db, cancellation);
        var tables = BulkTables.Of(db.Model);
        var header = await HeaderAsync(db, tables, cancellation);
        using var lines = new Lines(output);
        var check = new BulkCheck();
        lines.Add(BulkHeader.Kind, header.Write());
        var row = new ArrayBufferWriter<byte>();
        foreach (var table in tables)
        {
            await foreach (var stored in table.ReadAsync(db).WithCancellation(cancellation))
            {
                if (check.FindFault(stored) is { } fault)
                {
                    throw new BulkRefusedException($"{fault} Nothing was exported; `audit verify` says more.");
                }

                row.ResetWrittenCount();
                table.Write(row, stored);
                lines.Add(table.Kind, row.WrittenSpan);
                if (lines.Count % RowsAtOnce == 0)
                {
                    await lines.PassOnAsync(cancellation);
                    progress?.Report(new("Exporting", lines.Count - 1, header.Total));
                }
            }
        }

        await lines.EndAsync(cancellation);
        progress?.Report(new("Exporting", header.Total, header.Total));
        return new(header.Total, check.Head);
    }

    private async Task<BulkHeader> HeaderAsync(ContentHubDb db, IReadOnlyList<BulkTable> tables, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, long>();
        foreach (var table in tables)
        {
            rows[table.Kind] = await table.CountAsync(db, cancellation);
        }

        var head = await db.Changes.OrderByDescending(c => c.Sequence).Select(c => new LogHead(c.Sequence, c.Hash)).FirstOrDefaultAsync(cancellation);
        return new(BulkHeader.FormatNow, BulkHeader.SchemaOf(db.Database.GetMigrations()), site.Value.Name, site.Value.Url?.ToString(), BulkHead.Of(head), rows);
    }

    /// <summary>What is written, with the number of each line and the sum over all of them.</summary>
    private sealed class Lines(Stream output) : IDisposable
    {
        private const int BytesAtOnce = 1024 * 1024;

        private readonly IncrementalHash _sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly ArrayBufferWriter<byte> _waiting = new(BytesAtOnce);

        public long Count { get; private set; }

        public void Add(string kind, ReadOnlySpan<byte> row)
        {
            BulkLine.Write(_waiting, ++Count, kind, row);
            if (_waiting.WrittenCount > BytesAtOnce)
            {
                Hash();
                output.Write(_waiting.WrittenSpan);
                _waiting.ResetWrittenCount();
            }
        }

        public async Task PassOnAsync(CancellationToken cancellation)
        {
            Hash();
            await output.WriteAsync(_waiting.WrittenMemory, cancellation);
            _waiting.ResetWrittenCount();
        }

        public async Task EndAsync(CancellationToken cancellation)
        {
            await PassOnAsync(cancellation);
            BulkLine.Write(_waiting, Count + 1, BulkEnd.Kind, BulkEnd.Write(Count, _sum.GetHashAndReset()));
            await output.WriteAsync(_waiting.WrittenMemory, cancellation);
            await output.FlushAsync(cancellation);
        }

        public void Dispose() => _sum.Dispose();

        private void Hash() => _sum.AppendData(_waiting.WrittenSpan);
    }
}
