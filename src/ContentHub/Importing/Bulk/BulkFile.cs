using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using ContentHub.Storage;

namespace ContentHub.Importing.Bulk;

/// <summary>One row of a file.</summary>
/// <param name="Stored">The row as the database takes it.</param>
internal readonly record struct BulkRow(BulkLine Line, BulkTable Table, object Stored);

/// <summary>
/// Reads a file of an export from its beginning, line by line, and checks each: whoever has read it to its end knows that all of it is as it
/// was written. Memory for a line at a time.
/// </summary>
internal sealed class BulkFile(Stream stream, IReadOnlyList<BulkTable> tables, IEnumerable<string> migrations)
{
    private readonly Dictionary<string, int> _order = tables.Select((table, place) => (table.Kind, place)).ToDictionary();

    public IReadOnlyList<BulkTable> Tables => tables;

    /// <summary>Known once the first row was read, or the end.</summary>
    public BulkHeader Header { get; private set; } = new(0, "", "", null, null, new Dictionary<string, long>());

    /// <summary>By which the file is known again: the sum over all lines but the last. Null before the end.</summary>
    public string? Sum { get; private set; }

    /// <exception cref="BulkFaultException">Which line is wrong, and why. All rows before it were right.</exception>
    public async IAsyncEnumerable<BulkRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        stream.Position = 0;
        Sum = null;
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (check, place, count, number) = (new BulkCheck(), 0, 0L, 0L);
        await foreach (var bytes in LinesAsync(cancellation))
        {
            if (Sum is not null)
            {
                Sum = null;
                throw new BulkFaultException(number + 1, "There is something behind the last line.");
            }

            var line = BulkLine.Read(bytes, ++number);
            if (number == 1)
            {
                Header = BulkHeader.Read(line, tables, migrations);
            }
            else if (line.Kind == BulkEnd.Kind)
            {
                CheckCounts(line, place, count, tables.Count);
                Sum = FinishSum(line, sum, check.Head);
                continue;
            }
            else
            {
                var next = PlaceOf(line);
                if (next != place)
                {
                    CheckCounts(line, place, count, next);
                    (place, count) = (next, 0);
                }

                count++;
                yield return RowOf(line, tables[place], check);
            }

            sum.AppendData(bytes.Span);
            sum.AppendData("\n"u8);
        }

        if (Sum is null)
        {
            throw new BulkFaultException(number + 1, "The file ends here: its last lines are missing.");
        }
    }

    private int PlaceOf(BulkLine line) => _order.TryGetValue(line.Kind, out var place)
        ? place
        : throw new BulkFaultException(line.Number, $"“{line.Kind}” is no kind of row that this version knows.");

    private static BulkRow RowOf(BulkLine line, BulkTable table, BulkCheck check)
    {
        object stored;
        try
        {
            using var json = JsonDocument.Parse(line.Row);
            stored = table.Read(json.RootElement);
        }
        catch (FormatException fault)
        {
            throw new BulkFaultException(line.Number, $"In a row of kind {table.Kind} {fault.Message}.", fault);
        }

        var again = new ArrayBufferWriter<byte>(line.Row.Length);
        table.Write(again, stored);
        if (!again.WrittenSpan.SequenceEqual(line.Row.Span))
        {
            throw new BulkFaultException(line.Number, "It was changed: the row is not as `export everything` writes it.");
        }

        return check.FindFault(stored) is { } broken ? throw new BulkFaultException(line.Number, broken) : new(line, table, stored);
    }

    /// <summary>Between two kinds: as many rows as the first line says have passed by, and none of a kind that should have come before.</summary>
    private void CheckCounts(BulkLine line, int place, long count, int next)
    {
        if (next < place)
        {
            throw new BulkFaultException(line.Number, $"Rows of kind {line.Kind} come before those of kind {tables[place].Kind}: the lines are in another order.");
        }

        for (var at = place; at < next; at++)
        {
            var (found, told) = (at == place ? count : 0, Header.Rows[tables[at].Kind]);
            if (found != told)
            {
                throw new BulkFaultException(line.Number, string.Create(CultureInfo.InvariantCulture, $"Here end the rows of kind {tables[at].Kind}: there are {found}, and the first line says {told}."));
            }
        }
    }

    private string FinishSum(BulkLine line, IncrementalHash sum, LogHead? head)
    {
        var found = sum.GetHashAndReset();
        if (!line.Row.Span.SequenceEqual(BulkEnd.Write(line.Number - 1, found)))
        {
            throw new BulkFaultException(line.Number, "The sum over the whole file does not fit: lines were changed.");
        }

        return Header.Head == BulkHead.Of(head)
            ? Convert.ToHexStringLower(found)
            : throw new BulkFaultException(line.Number, "The change log does not end where the first line says.");
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (reader, number) = (PipeReader.Create(stream, new(bufferSize: 64 * 1024, leaveOpen: true)), 1L);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return rest.Slice(0, end).ToArray();
                number++;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > BulkLine.BytesMax)
            {
                throw new BulkFaultException(number, "It is longer than any line of an export.");
            }

            if (read.IsCompleted)
            {
                if (rest.Length > 0)
                {
                    throw new BulkFaultException(number, "The file ends within this line: it was cut off.");
                }

                await reader.CompleteAsync();
                yield break;
            }

            reader.AdvanceTo(rest.Start, rest.End);
        }
    }
}
