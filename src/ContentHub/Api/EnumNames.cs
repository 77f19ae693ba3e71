using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Types;

namespace ContentHub.Api;

/// <summary>One name of an enum value everywhere: in the schema, in stored documents and in indexes (UPPER_SNAKE).</summary>
public static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All[value];

    public static bool TryParse<T>(string name, out T value)
        where T : struct, Enum => Names<T>.Values.TryGetValue(name, out value);

    internal static string Convert(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All = Enum.GetValues<T>().ToFrozenDictionary(v => v, v => Convert(v.ToString()));
        public static readonly FrozenDictionary<string, T> Values = All.ToFrozenDictionary(p => p.Value, p => p.Key);
    }
}

/// <summary>An enum of the schema, from a C# enum whose values carry descriptions.</summary>
public sealed class EnumType<T> : EnumerationGraphType<T>
    where T : struct, Enum
{
    public EnumType()
    {
        Name = typeof(T).Name;
    }

    protected override string ChangeEnumCase(string val) => EnumNames.Convert(val);
}
