using System.Text;
using GraphQL;

namespace ContentHub.Api.Limits;

/// <summary>How much of what is wrong an answer tells. A request of 64 KiB can hold thousands of faults; the first few are enough to begin with.</summary>
internal static class ErrorsShown
{
    public const int ErrorsMax = 10;
    public const int MessageMaxCharacters = 300;
    public const int LocationsMax = 3;

    /// <summary>Bytes of all messages together; with their places and codes they stay below 4 KiB.</summary>
    const int MessagesMaxBytes = 2_000;

    /// <summary>Cuts what would make the refusal of a request larger than the request was. Errors of an operation that ran stay: they belong to places in its data.</summary>
    public static void Cut(ExecutionResult result)
    {
        if (result is { Executed: false, Errors: { } errors })
        {
            var bytes = 0;
            result.Errors = [.. errors.Take(ErrorsMax).TakeWhile((error, index) => (bytes += Encoding.UTF8.GetByteCount(Short(error.Message))) <= MessagesMaxBytes || index == 0)];
            foreach (var error in result.Errors.Where(error => error.Locations?.Count > LocationsMax))
            {
                error.Locations!.RemoveRange(LocationsMax, error.Locations.Count - LocationsMax);
            }
        }
    }

    /// <summary>A message may quote a value of any length and with any characters; what a terminal would obey is left out.</summary>
    public static string Short(string message)
    {
        var text = message.Length > MessageMaxCharacters ? $"{message.AsSpan(0, MessageMaxCharacters - 1)}…" : message;
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }
}
