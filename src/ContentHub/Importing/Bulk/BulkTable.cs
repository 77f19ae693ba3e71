using System.Buffers;
using System.Linq.Expressions;
using System.Text.Encodings.Web;
using System.Text.Json;
using ContentHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ContentHub.Importing.Bulk;

/// <summary>The rows of one kind, in an order that both databases share, and each as JSON.</summary>
internal abstract class BulkTable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly IEntityType _type;
    private readonly Dictionary<string, BulkColumn> _columns;

    protected BulkTable(IEntityType type)
    {
        _type = type;
        Key = [.. type.FindPrimaryKey()!.Properties];
        Parent = type.GetForeignKeys().SingleOrDefault(f => f.PrincipalEntityType == type)?.Properties.Single().Name;
        // The key first, for whoever reads the file; then by name, so that the order does not depend on EF Core's.
        Columns = [.. type.GetProperties().Where(p => !BulkTables.IsLeftOut(p)).OrderBy(p => p.IsPrimaryKey() ? Key.IndexOf(p) : Key.Count).ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => new BulkColumn(p))];
        _columns = Columns.ToDictionary(c => c.Name);
    }

    /// <summary>Stands in every line of the file: classes that are stored are never renamed without reading the old name too.</summary>
    public string Kind => _type.ClrType.Name;

    public Type RowType => _type.ClrType;

    public IReadOnlyList<BulkColumn> Columns { get; }

    protected List<IProperty> Key { get; }

    /// <summary>The column by which a row names one of its own kind; null where none does.</summary>
    protected string? Parent { get; }

    public static BulkTable Of(IEntityType type) => (BulkTable)Activator.CreateInstance(typeof(BulkTable<>).MakeGenericType(type.ClrType), type)!;

    public abstract Task<long> CountAsync(ContentHubDb db, CancellationToken cancellation);

    /// <summary>All rows, one at a time, by their key; a row that others of its kind name comes before all that name one.</summary>
    public abstract IAsyncEnumerable<object> ReadAsync(ContentHubDb db);

    /// <summary>A row as it stands in a file: always the same bytes for the same row.</summary>
    public void Write(IBufferWriter<byte> output, object row)
    {
        using var json = new Utf8JsonWriter(output, Json);
        json.WriteStartObject();
        foreach (var column in Columns)
        {
            column.Write(json, row);
        }

        json.WriteEndObject();
    }

    /// <summary>Whether a row is the one that these bytes of a file say.</summary>
    public bool IsSame(object row, ReadOnlySpan<byte> bytes)
    {
        var written = new ArrayBufferWriter<byte>(bytes.Length + 1);
        Write(written, row);
        return written.WrittenSpan.SequenceEqual(bytes);
    }

    /// <summary>Whether a text of the row has the character U+0000, which only SQLite keeps.</summary>
    public bool HasNull(object row) => Columns.Any(c => c.HasNull(row));

    /// <exception cref="FormatException">Says which field is at fault, as the end of a sentence.</exception>
    public object Read(JsonElement row)
    {
        var made = Activator.CreateInstance(RowType)!;
        var missing = Columns.Count;
        foreach (var field in row.EnumerateObject())
        {
            if (!_columns.TryGetValue(field.Name, out var column))
            {
                throw new FormatException($"the field “{field.Name}” is unknown here");
            }

            column.Read(field.Value, made);
            missing--;
        }

        return missing == 0 ? made : throw new FormatException("a field is missing or stands there twice");
    }
}

internal sealed class BulkTable<T>(IEntityType type) : BulkTable(type)
    where T : class
{
    public override Task<long> CountAsync(ContentHubDb db, CancellationToken cancellation) => db.Set<T>().LongCountAsync(cancellation);

    public override IAsyncEnumerable<object> ReadAsync(ContentHubDb db)
    {
        // The order of the bytes, whatever the database takes for the order of its language.
        var collation = db is PostgreSqlDb ? "C" : "BINARY";
        var rows = db.Set<T>().AsNoTracking();
        var ordered = Parent is { } parent ? rows.OrderBy(r => EF.Property<object?>(r, parent) != null) : null;
        foreach (var key in Key)
        {
            var name = key.Name;
            ordered = key.ClrType == typeof(string)
                ? Then(rows, ordered, r => EF.Functions.Collate(EF.Property<string>(r, name), collation))
                : Then(rows, ordered, r => EF.Property<object>(r, name));
        }

        return (ordered ?? rows).AsAsyncEnumerable();
    }

    private static IOrderedQueryable<T> Then(IQueryable<T> rows, IOrderedQueryable<T>? ordered, Expression<Func<T, object>> by) => ordered?.ThenBy(by) ?? rows.OrderBy(by);
}
