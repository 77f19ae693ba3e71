using System.Globalization;
using System.Text.Json;
using ContentHub.Api.Execution;
using GraphQL;

namespace ContentHub.Api.Uploads;

/// <summary>Puts the files of a multipart request into its variables, where the map says. Pure.</summary>
internal static class UploadMap
{
    private const int PathsMax = 10;
    private const int DepthMax = 20;
    private const string Prefix = "variables.";

    /// <param name="map">By name of a part the places of its file, e.g. <c>{ "0": ["variables.input.file"] }</c>.</param>
    /// <exception cref="RequestRefusedException">A place is none, or holds something; a file has no place, or a place no file.</exception>
    public static Inputs Fill(Inputs? variables, JsonElement map, IReadOnlyDictionary<string, UploadedFile> files)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("`map` must be an object, e.g. {\"0\": [\"variables.input.file\"]}.");
        }

        object? filled = variables is null ? new Dictionary<string, object?>() : new Dictionary<string, object?>(variables);
        var used = new HashSet<string>();
        foreach (var part in map.EnumerateObject())
        {
            if (!files.TryGetValue(part.Name, out var file))
            {
                throw Malformed($"`map` names the part `{Short(part.Name)}`, and there is no such file.");
            }

            used.Add(part.Name);
            foreach (var path in PathsOf(part))
            {
                filled = With(filled, path, 0, file) ?? throw Malformed($"`map` says `{Short(Prefix + string.Join('.', path))}`, and there is no null at that place: a file takes the place of one.");
            }
        }

        return files.Keys.FirstOrDefault(name => !used.Contains(name)) is { } unused
            ? throw Malformed($"`map` does not say where the file `{Short(unused)}` belongs.")
            : new Inputs((IDictionary<string, object?>)filled);
    }

    private static IEnumerable<string[]> PathsOf(JsonProperty part)
    {
        if (part.Value.ValueKind != JsonValueKind.Array || part.Value.GetArrayLength() is 0 or > PathsMax)
        {
            throw Malformed($"`map` gives each file 1 to {PathsMax} places, as a list.");
        }

        foreach (var place in part.Value.EnumerateArray())
        {
            if (place.ValueKind != JsonValueKind.String || TextOf(place) is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('.') is not { Length: <= DepthMax } path)
            {
                throw Malformed($"A place in `map` is a path such as \"variables.input.file\", at most {DepthMax} deep; several operations in one request are not supported.");
            }

            yield return path;
        }
    }

    /// <summary>JSON can escape half a character, which is no text.</summary>
    private static string? TextOf(JsonElement place)
    {
        try
        {
            return place.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>A copy with the file in its place; null where there is no such place, or something stands there.</returns>
    private static object? With(object? value, string[] path, int depth, UploadedFile file)
    {
        if (depth == path.Length)
        {
            return value is null ? file : null;
        }

        switch (value)
        {
            case IDictionary<string, object?> fields when fields.TryGetValue(path[depth], out var field):
                return With(field, path, depth + 1, file) is { } changed ? new Dictionary<string, object?>(fields) { [path[depth]] = changed } : null;
            case IList<object?> items when int.TryParse(path[depth], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count:
                return With(items[index], path, depth + 1, file) is { } item ? new List<object?>(items) { [index] = item } : null;
            default:
                return null;
        }
    }

    private static string Short(string text) => text.Length > 100 ? $"{text[..100]}…" : text;

    private static RequestRefusedException Malformed(string message) => new(StatusCodes.Status400BadRequest, "BAD_REQUEST", message);
}
