using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Scalars;

/// <summary>A two-letter country code in upper case, ISO 3166-1 alpha-2.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CountryCodeJson))]
public readonly record struct CountryCode(string Value)
{
    public override string ToString() => Value;

    public static bool TryParse(string text, out CountryCode code)
    {
        code = new(text);
        return text.Length == 2 && text.All(char.IsAsciiLetterUpper);
    }
}

internal sealed class CountryCodeJson : System.Text.Json.Serialization.JsonConverter<CountryCode>
{
    public override CountryCode Read(ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(System.Text.Json.Utf8JsonWriter writer, CountryCode value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>A scalar that travels as a string; one that cannot be read is refused with what the form is.</summary>
public abstract class StringScalar<T> : ScalarGraphType
    where T : notnull
{
    protected abstract bool TryRead(string text, out T value);

    protected abstract string Write(T value);

    /// <summary>The form, as the end of the sentence "… must be …".</summary>
    protected abstract string Form { get; }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => Read(text.Value.ToString()),
        GraphQLNullValue => null,
        _ => throw new FormatException($"A {Name} must be {Form}."),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        T ready => ready,
        string text => Read(text),
        _ => throw new FormatException($"A {Name} must be {Form}."),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        T ready => Write(ready),
        string text => text,
        _ => ThrowSerializationError(value),
    };

    private object Read(string text) => TryRead(text, out var value) ? value : throw new FormatException($"A {Name} must be {Form}.");
}

/// <summary>RFC 3339; UTC when it goes out, whole milliseconds.</summary>
public sealed class DateTimeScalar : StringScalar<DateTimeOffset>
{
    public DateTimeScalar()
    {
        Name = "DateTime";
        Description = "An instant, RFC 3339, e.g. 2026-03-03T09:00:00Z. Goes out in UTC; any offset may come in.";
    }

    protected override string Form => "an instant in RFC 3339 with an offset, e.g. 2026-03-03T09:00:00Z";

    protected override bool TryRead(string text, out DateTimeOffset value)
    {
        value = default;
        return text.Length >= 20 && text[10] is 'T' or 't' && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }

    protected override string Write(DateTimeOffset value) => Format(value);

    internal static string Format(DateTimeOffset value) => value.UtcDateTime.ToString(FormatOf(value), CultureInfo.InvariantCulture);

    /// <summary>How the value in UTC is written.</summary>
    internal static string FormatOf(DateTimeOffset value) => value.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}

/// <summary>ISO 8601 calendar day.</summary>
public sealed class DateScalar : StringScalar<DateOnly>
{
    public DateScalar()
    {
        Name = "Date";
        Description = "A calendar day in the site's time zone, ISO 8601, e.g. 2026-03-03.";
    }

    protected override string Form => "a calendar day, e.g. 2026-03-03";

    protected override bool TryRead(string text, out DateOnly value) =>
        DateOnly.TryParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    internal const string Pattern = "yyyy-MM-dd";

    protected override string Write(DateOnly value) => value.ToString(Pattern, CultureInfo.InvariantCulture);
}

/// <summary>An absolute https address; http only on loopback.</summary>
public sealed class UrlScalar : StringScalar<Uri>
{
    public UrlScalar()
    {
        Name = "URL";
        Description = "An absolute https URL; http only on loopback.";
    }

    protected override string Form => "an absolute https address, e.g. https://example.org/page";

    protected override bool TryRead(string text, out Uri value)
    {
        value = null!;
        if (text.Length > 2000 || !Uri.TryCreate(text, UriKind.Absolute, out var address) || !IsAllowed(address))
        {
            return false;
        }

        value = address;
        return true;
    }

    internal static bool IsAllowed(Uri address) =>
        address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    protected override string Write(Uri value) => value.OriginalString;
}

/// <summary>ISO 3166-1 alpha-2.</summary>
public sealed class CountryCodeScalar : StringScalar<CountryCode>
{
    public CountryCodeScalar()
    {
        Name = "CountryCode";
        Description = "A country by its two letters, ISO 3166-1 alpha-2, e.g. US.";
    }

    protected override string Form => "two capital letters of ISO 3166-1, e.g. US";

    protected override bool TryRead(string text, out CountryCode value) => CountryCode.TryParse(text, out value);

    protected override string Write(CountryCode value) => value.Value;
}

/// <summary>An id is text even if a client writes a number (specification, 3.5.5); GraphQL.NET would hand the number on.</summary>
public sealed class TextIdGraphType : IdGraphType
{
    public TextIdGraphType() => Name = "ID";

    public override object? ParseLiteral(GraphQLValue value) => Text(base.ParseLiteral(value));

    public override object? ParseValue(object? value) => Text(base.ParseValue(value));

    private static object? Text(object? id) => id is null or string ? id : Convert.ToString(id, CultureInfo.InvariantCulture);
}

/// <summary>Which graph type stands for which CLR type, in this one place.</summary>
public static class Scalars
{
    public static readonly IReadOnlyDictionary<Type, Type> GraphTypes = new Dictionary<Type, Type>
    {
        [typeof(string)] = typeof(StringGraphType),
        [typeof(Fields.Text)] = typeof(StringGraphType),
        [typeof(Guid)] = typeof(IdGraphType),
        [typeof(int)] = typeof(IntGraphType),
        [typeof(double)] = typeof(FloatGraphType),
        [typeof(bool)] = typeof(BooleanGraphType),
        [typeof(DateTimeOffset)] = typeof(DateTimeScalar),
        [typeof(DateOnly)] = typeof(DateScalar),
        [typeof(Uri)] = typeof(UrlScalar),
        [typeof(Uploads.UploadedFile)] = typeof(Uploads.UploadScalar),
        [typeof(CountryCode)] = typeof(CountryCodeScalar),
    };
}
