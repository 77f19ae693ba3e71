using System.Globalization;
using ContentHub.Api.Execution;

namespace ContentHub.Api.Documents;

/// <summary>The request extension of Apollo's automatic persisted queries: <c>persistedQuery { version sha256Hash }</c>.</summary>
internal static class PersistedQueryExtension
{
    public const string Name = "persistedQuery";

    /// <returns>The hash; null when the request has no such extension.</returns>
    /// <exception cref="RequestRefusedException">It has one that cannot be understood.</exception>
    public static string? Read(IReadOnlyDictionary<string, object?>? extensions)
    {
        if (extensions is null || !extensions.TryGetValue(Name, out var value) || value is null)
        {
            return null;
        }

        return value is IReadOnlyDictionary<string, object?> extension && IsVersionOne(extension) && HashOf(extension) is { } hash
            ? hash
            : throw new RequestRefusedException(
                StatusCodes.Status400BadRequest,
                "BAD_REQUEST",
                "`extensions.persistedQuery` has `version`, which is 1, and `sha256Hash`, the SHA-256 of the document's text as 64 lower-case hexadecimal digits.");
    }

    private static bool IsVersionOne(IReadOnlyDictionary<string, object?> extension) =>
        extension.TryGetValue("version", out var version) && version is int or long && Convert.ToInt64(version, CultureInfo.InvariantCulture) == 1;

    private static string? HashOf(IReadOnlyDictionary<string, object?> extension) =>
        extension.TryGetValue("sha256Hash", out var value) && value is string hash && DocumentHash.IsOne(hash) ? hash : null;
}
