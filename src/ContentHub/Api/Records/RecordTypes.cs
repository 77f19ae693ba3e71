using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentHub.Api.Scalars;
using GraphQL;
using GraphQL.Types;

namespace ContentHub.Api.Records;

/// <summary>How records become JSON: stored documents, inputs and exports alike.</summary>
public static class RecordJson
{
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Exactly one field of the record is set; as an input it is <c>@oneOf</c>, unless it is read as well.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OneFieldAttribute : Attribute
{
    /// <summary>
    /// Clients read it and send it back with all its fields, which <c>@oneOf</c> would refuse for the nulls among them:
    /// so nulls count as absent, and whoever takes the input checks that one field is left.
    /// </summary>
    public bool IsReadBack { get; init; }
}

/// <summary>A record whose input is a patch too: every field optional, none with a default, so that absent stays absent.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PatchableAttribute : Attribute;

/// <summary>A record as it is read: its properties are the fields, a C# null is a null, lists are never null.</summary>
public sealed class RecordType<T> : ObjectGraphType<T>
{
    public RecordType()
    {
        Name = typeof(T).Name;
        Description = RecordFields.DescriptionOf(typeof(T));
        foreach (var implemented in typeof(T).GetInterfaces().Where(i => i.IsDefined(typeof(DescriptionAttribute))))
        {
            Interfaces.Add(typeof(RecordInterfaceType<>).MakeGenericType(implemented));
        }

        foreach (var property in RecordFields.Of(typeof(T)))
        {
            var get = Getter(property.Info);
            AddField(new FieldType { Name = property.Name, Description = property.Description, Type = property.OutputType, Resolver = new GraphQL.Resolvers.FuncFieldResolver<T, object?>(context => get(context.Source)) });
        }
    }

    /// <summary>The property's own code: an expression would have to be compiled, for each of hundreds at every start.</summary>
    private static Func<T, object?> Getter(PropertyInfo property) => property.PropertyType.IsValueType
        ? (Func<T, object?>)typeof(RecordType<T>).GetMethod(nameof(Boxing), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(property.PropertyType).Invoke(null, [property.GetMethod])!
        : property.GetMethod!.CreateDelegate<Func<T, object?>>();

    private static Func<T, object?> Boxing<TValue>(MethodInfo getter)
    {
        var get = getter.CreateDelegate<Func<T, TValue>>();
        return source => get(source);
    }
}

/// <summary>An interface that records implement; those that have a description are part of the schema.</summary>
public sealed class RecordInterfaceType<T> : InterfaceGraphType<T>
{
    public RecordInterfaceType()
    {
        Name = RecordFields.NameOf(typeof(T));
        Description = RecordFields.DescriptionOf(typeof(T));
        foreach (var property in RecordFields.Of(typeof(T)))
        {
            AddField(new FieldType { Name = property.Name, Description = property.Description, Type = property.OutputType });
        }
    }
}

/// <summary>
/// The same record as it is written. Parsed into JSON with just the fields that were sent, because a patch must tell absent from null,
/// and because a record is read from JSON in one place, whether it was stored, sent or seeded.
/// </summary>
public sealed class RecordInputType<T> : InputObjectGraphType<JsonObject>
{
    private readonly bool _dropsNulls = typeof(T).GetCustomAttribute<OneFieldAttribute>() is { IsReadBack: true };

    public RecordInputType()
    {
        Name = RecordFields.InputName(typeof(T));
        Description = RecordFields.DescriptionOf(typeof(T));
        IsOneOf = typeof(T).GetCustomAttribute<OneFieldAttribute>() is { IsReadBack: false };
        foreach (var property in RecordFields.Of(typeof(T)))
        {
            AddField(new FieldType
            {
                Name = property.Name,
                Description = property.Description,
                Type = property.InputType,
                DefaultValue = property.InputDefault,
            });
        }
    }

    public override object ParseDictionary(IDictionary<string, object?> value)
    {
        var json = new JsonObject();
        foreach (var (name, field) in value.Where(f => f.Value is not null || !_dropsNulls))
        {
            json[name] = ToNode(field);
        }

        return json;
    }

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),

        // JSON has no word for it, and neither has any of our numbers.
        double number when !double.IsFinite(number) => throw new Errors.RequestError("INVALID_VALUE", "A number of the input is too large."),
        string text => JsonValue.Create(text),
        System.Collections.IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(ToNode)]),
        _ => JsonSerializer.SerializeToNode(value, value.GetType(), RecordJson.Options),
    };
}

/// <summary>One property of a record, as both types see it.</summary>
internal sealed record RecordField(PropertyInfo Info, string Name, string Description, Type OutputType, Type InputType, object? InputDefault);

internal static class RecordFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<RecordField>> Known = new();

    public static string DescriptionOf(Type type) =>
        type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw new InvalidOperationException($"{type.Name} has no description.");

    /// <summary>An interface says so in C# with a letter that GraphQL does not have.</summary>
    public static string NameOf(Type type) => type.IsInterface ? type.Name[1..] : type.Name;

    /// <summary>A content record keeps its name (<c>ArticleContentInput</c>); a part of one changes its ending (<c>SectionInput</c>).</summary>
    public static string InputName(Type type) => type switch
    {
        _ when type.Name.EndsWith("Input", StringComparison.Ordinal) => type.Name,
        _ when !type.IsDefined(typeof(PatchableAttribute)) && type.Name.EndsWith("Content", StringComparison.Ordinal) => $"{type.Name[..^"Content".Length]}Input",
        _ => $"{type.Name}Input",
    };

    public static IReadOnlyList<RecordField> Of(Type type) => Known.GetOrAdd(type, static type => [.. Find(type)]);

    private static IEnumerable<RecordField> Find(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var fresh = type.GetConstructor(Type.EmptyTypes) is not null && !type.IsAbstract ? Activator.CreateInstance(type) : null;
        var isPatch = type.IsDefined(typeof(PatchableAttribute));
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetMethod is not null && !p.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute))))
        {
            var info = nullability.Create(property);
            var required = property.IsDefined(typeof(RequiredMemberAttribute));
            var hasDefault = !isPatch && !required && fresh is not null && property.PropertyType.IsValueType && System.Nullable.GetUnderlyingType(property.PropertyType) is null;
            var description = property.GetCustomAttribute<DescriptionAttribute>()?.Description
                ?? throw new InvalidOperationException($"{type.Name}.{property.Name} has no description.");
            var isId = property.IsDefined(typeof(IdAttribute));
            var inputType = TypeOf(info, input: true, isId);
            yield return new(
                property,
                JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                description,
                TypeOf(info, input: false, isId),
                required || hasDefault ? inputType : Optional(inputType),
                hasDefault ? property.GetValue(fresh) : null);
        }
    }

    private static Type Optional(Type graphType) =>
        graphType.IsGenericType && graphType.GetGenericTypeDefinition() == typeof(NonNullGraphType<>) ? graphType.GenericTypeArguments[0] : graphType;

    private static Type TypeOf(NullabilityInfo info, bool input, bool isId)
    {
        var type = info.Type;
        var underlying = System.Nullable.GetUnderlyingType(type);
        var graphType = Named(underlying ?? type, info, input, isId);
        var isNullable = underlying is not null || (!type.IsValueType && info.ReadState == NullabilityState.Nullable);
        return isNullable ? graphType : typeof(NonNullGraphType<>).MakeGenericType(graphType);
    }

    private static Type Named(Type type, NullabilityInfo info, bool input, bool isId) => type switch
    {
        _ when isId && type == typeof(string) => typeof(IdGraphType),
        _ when Scalars.Scalars.GraphTypes.TryGetValue(type, out var scalar) => scalar,
        { IsEnum: true } => typeof(EnumType<>).MakeGenericType(type),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
            typeof(ListGraphType<>).MakeGenericType(TypeOf(info.GenericTypeArguments[0], input, isId)),
        _ when input => typeof(RecordInputType<>).MakeGenericType(type),
        _ when type.IsInterface || type.IsAbstract || !type.IsDefined(typeof(DescriptionAttribute)) => typeof(GraphQLClrOutputTypeReference<>).MakeGenericType(type),
        _ => typeof(RecordType<>).MakeGenericType(type),
    };
}
