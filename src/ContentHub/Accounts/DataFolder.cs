namespace ContentHub.Accounts;

/// <summary>Where the server keeps its files: setting <c>ContentHub:Data</c>.</summary>
internal static class DataFolder
{
    /// <returns>Relative to the working directory unless the setting is absolute.</returns>
    public static string Of(IConfiguration configuration) => configuration["ContentHub:Data"] is { Length: > 0 } folder ? folder : "data";
}
