using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ContentHub.Importing.Bulk;

/// <summary>One value of a row, as JSON that both databases give and take alike.</summary>
internal sealed class BulkColumn(IProperty property)
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Day = "yyyy-MM-dd";

    private readonly Type _type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

    public string Name => property.Name;

    /// <summary>Whether there is a form for its type; every column that is exported has one.</summary>
    public bool HasForm => _type.IsEnum || _type == typeof(string) || _type == typeof(bool) || _type == typeof(int) || _type == typeof(long)
        || _type == typeof(Guid) || _type == typeof(byte[]) || _type == typeof(DateTimeOffset) || _type == typeof(DateOnly);

    public bool HasNull(object row) => _type == typeof(string) && property.PropertyInfo!.GetValue(row) is string text && text.Contains('\0', StringComparison.Ordinal);

    public void Write(Utf8JsonWriter json, object row)
    {
        json.WritePropertyName(Name);
        switch (property.PropertyInfo!.GetValue(row))
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool claim: json.WriteBooleanValue(claim); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case Guid id: json.WriteStringValue(id); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case DateTimeOffset at: json.WriteStringValue(at.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)); break;
            case DateOnly day: json.WriteStringValue(day.ToString(Day, CultureInfo.InvariantCulture)); break;
            case Enum name: json.WriteStringValue(name.ToString()); break;
            case var other: throw new InvalidOperationException($"{Name} is of a type that has no form in a file: {other.GetType()}.");
        }
    }

    /// <exception cref="FormatException">The value has another form than this column's.</exception>
    public void Read(JsonElement value, object row) => property.PropertyInfo!.SetValue(row, ValueOf(value));

    private object? ValueOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Null
                ? property.IsNullable ? null : throw new FormatException("It may not be absent.")
                : Parse(value);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException($"the value of “{Name}” has the wrong form", fault);
        }
    }

    private object? Parse(JsonElement value) => _type switch
    {
        _ when _type == typeof(string) => value.GetString(),
        _ when _type == typeof(bool) => value.GetBoolean(),
        _ when _type == typeof(int) => value.GetInt32(),
        _ when _type == typeof(long) => value.GetInt64(),
        _ when _type == typeof(Guid) => value.GetGuid(),
        _ when _type == typeof(byte[]) => value.GetBytesFromBase64(),
        _ when _type == typeof(DateTimeOffset) => DateTimeOffset.ParseExact(value.GetString()!, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        _ when _type == typeof(DateOnly) => DateOnly.ParseExact(value.GetString()!, Day, CultureInfo.InvariantCulture),
        _ when _type.IsEnum => Enum.Parse(_type, value.GetString()!),
        _ => throw new InvalidOperationException($"{Name} is of a type that has no form in a file: {_type}."),
    };
}
