using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace ContentHub.PartnerProgram;

/// <summary>The partner's copy: which version of each text it shows, how far it has read, and what it was told in which way.</summary>
internal sealed class CopyFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private CopyFile(SqliteConnection connection) => _connection = connection;

    public static CopyFile Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        connection.Open();
        var file = new CopyFile(connection);
        file.Run(
            """
            pragma journal_mode = wal;
            pragma synchronous = full;
            create table if not exists texts (entry_id text, locale text, version integer, json_ld text, primary key (entry_id, locale));
            create table if not exists received (number integer primary key, cursor text unique, sequence integer, kind text, entry_id text, locale text, version integer);
            create table if not exists delivered (id text primary key, type text, cursor text, number integer);
            create table if not exists acknowledged (cursor text primary key);
            create table if not exists place (only_one integer primary key check (only_one = 1), cursor text, state_hash text);
            insert or ignore into place values (1, null, null);
            """);
        return file;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Where to go on; null at the very beginning.</summary>
    public string? Cursor => One("select cursor from place") as string;

    /// <summary>Retractions that came and were not acknowledged yet.</summary>
    public IReadOnlyList<string> Unacknowledged()
    {
        lock (_gate)
        {
            using var command = Command("select cursor from received where kind = 'RETRACTED' and cursor not in (select cursor from acknowledged) order by number");
            using var reader = command.ExecuteReader();
            var cursors = new List<string>();
            while (reader.Read())
            {
                cursors.Add(reader.GetString(0));
            }

            return cursors;
        }
    }

    public void Acknowledged(string cursor) => Run("insert into acknowledged values ($cursor)", ("$cursor", cursor));

    /// <summary>Notes an event that came by webhook. Nothing tells us twice: the id says that it is the same.</summary>
    public void Delivered(string id, string type, string? cursor) =>
        Run("insert or ignore into delivered values ($id, $type, $cursor, (select count(*) from delivered))", ("$id", id), ("$type", type), ("$cursor", cursor));

    /// <summary>Takes a page as a whole or not at all, with the place behind it.</summary>
    public void Take(JsonNode page)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var change in page["changes"]!.AsArray())
            {
                TakeChange(change!);
            }

            // A page that is not the last has no hash: the copy is on its way.
            Run("update place set cursor = $cursor, state_hash = $hash", ("$cursor", (string?)page["endCursor"]), ("$hash", (string?)page["stateHash"]));
            transaction.Commit();
        }
    }

    /// <summary>As the README says: of each text SHA-256 over entry id, locale and version, joined by line feeds; all of them added up.</summary>
    public string StateHash()
    {
        lock (_gate)
        {
            using var command = Command("select entry_id || char(10) || locale || char(10) || version from texts");
            using var reader = command.ExecuteReader();
            var sum = BigInteger.Zero;
            while (reader.Read())
            {
                sum += new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(reader.GetString(0))), isUnsigned: true, isBigEndian: true);
            }

            return (sum % BigInteger.Pow(2, 256)).ToString("x64", CultureInfo.InvariantCulture)[^64..];
        }
    }

    private void TakeChange(JsonNode change)
    {
        var (id, locale) = ((string?)change["ref"]!["entryId"], (string?)change["ref"]!["locale"]);
        Run(
            "insert into received (cursor, sequence, kind, entry_id, locale, version) values ($cursor, $sequence, $kind, $id, $locale, $version)",
            ("$cursor", (string?)change["cursor"]), ("$sequence", (string?)change["sequence"]), ("$kind", (string?)change["kind"]), ("$id", id), ("$locale", locale), ("$version", (int)change["version"]!));
        if (change["entry"] is { } entry)
        {
            Run(
                "insert or replace into texts values ($id, $locale, $version, $jsonLd)",
                ("$id", id), ("$locale", locale), ("$version", (int)entry["publishedVersion"]!), ("$jsonLd", entry["jsonLd"]?.ToJsonString()));
        }
        else
        {
            Run("delete from texts where entry_id = $id and locale = $locale", ("$id", id), ("$locale", locale));
        }
    }

    private object? One(string sql)
    {
        lock (_gate)
        {
            using var command = Command(sql);
            return command.ExecuteScalar();
        }
    }

    private void Run(string sql, params (string Name, object? Value)[] values)
    {
        lock (_gate)
        {
            using var command = Command(sql, values);
            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
