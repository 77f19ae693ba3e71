using Npgsql;

namespace ContentHub.Storage;

/// <summary>Where the content is kept. Section <c>ContentHub</c>.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Folder of the database file and of everything else that this installation writes; relative to the working directory. Made when missing.</summary>
    public string Data { get; init; } = "data";

    /// <summary>Connection string of an existing PostgreSQL database; null or empty for the file <c>contenthub.db</c> in <see cref="Data"/>.</summary>
    public string? Database { get; init; }

    internal bool IsPostgreSql => !string.IsNullOrWhiteSpace(Database);

    internal string SqliteFile => Path.Combine(Path.GetFullPath(Data), "contenthub.db");

    /// <summary>Whether <see cref="Database"/> can be read as a connection string; says nothing about the server.</summary>
    internal bool HasReadableDatabase()
    {
        try
        {
            return !IsPostgreSql || new NpgsqlConnectionStringBuilder(Database).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
