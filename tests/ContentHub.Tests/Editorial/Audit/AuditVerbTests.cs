using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ContentHub.Tests.Databases;
using ContentHub.Tests.Importing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ContentHub.Tests.Editorial.Audit;

/// <summary>The log as an operator takes it away, and checks it later.</summary>
public sealed class AuditVerbTests(PostgreSqlServer server)
{
    [Theory, EachDatabase]
    public async Task What_is_exported_can_be_checked_by_another_program(string database)
    {
        await using var data = await SeededAsync(database);

        var result = await ServerProcess.RunAsync(data.Settings, "audit", "export");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var rows = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(Enumerable.Range(1, 12), rows.Select(r => (int)r["sequence"]!));
        var previous = new string('0', 64);
        foreach (var row in rows)
        {
            Assert.Equal(previous, (string?)row["previousHash"]);
            previous = Convert.ToHexStringLower(SHA256.HashData(Canonical(row)));
            Assert.Equal(previous, (string?)row["hash"]);
        }

        Assert.All(rows, r => Assert.NotNull((string?)r["actorName"]));
    }

    [Theory, EachDatabase]
    public async Task A_head_that_was_kept_finds_what_was_cut_off(string database)
    {
        await using var data = await SeededAsync(database);
        var head = (await ServerProcess.RunAsync(data.Settings, "audit", "verify")).Output.Split("Head: ")[1].Trim();

        var before = await ServerProcess.RunAsync(data.Settings, "audit", "verify", "--head", head);
        await using (var db = data.Open())
        {
            await db.Database.ExecuteSqlRawAsync("""delete from "Changes" where "Sequence" = 12""");
        }

        var without = await ServerProcess.RunAsync(data.Settings, "audit", "verify");
        var with = await ServerProcess.RunAsync(data.Settings, "audit", "verify", "--head", head.Replace(' ', ':'));

        Assert.Equal(0, before.ExitCode);
        Assert.Equal((1, true), (with.ExitCode, with.Output.Contains("row 12, which was kept", StringComparison.Ordinal)));
        Assert.DoesNotContain("which was kept", without.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("12 abc")]
    [InlineData("x 0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0 0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_head_is_refused(string head)
    {
        await using var data = await TestDatabase.CreateAsync(TestDatabase.Sqlite, server);

        var result = await ServerProcess.RunAsync(data.Settings, "audit", "verify", "--head", head);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("--head takes a number and a hash", result.Error, StringComparison.Ordinal);
    }

    /// <summary>As the documentation of the chain says it, written anew.</summary>
    private static byte[] Canonical(JsonNode row)
    {
        var bytes = new List<byte> { 1 };
        Number((long)row["sequence"]!);
        Hash("previousHash");
        Number(DateTimeOffset.Parse((string)row["at"]!, null).ToUnixTimeMilliseconds());
        Text((string)row["action"]!);
        bytes.AddRange(Guid.Parse((string)row["entryId"]!).ToByteArray(bigEndian: true));
        bytes.AddRange(Guid.Parse((string)row["variantId"]!).ToByteArray(bigEndian: true));
        Text((string)row["locale"]!);
        Length((int)row["version"]!);
        Hash("documentHash");
        bytes.AddRange(Guid.Parse((string)row["actorId"]!).ToByteArray(bigEndian: true));
        Text((string?)row["reason"]);
        return [.. bytes];

        void Number(long number)
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
            bytes.AddRange(eight);
        }

        void Length(int number)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(four, number);
            bytes.AddRange(four);
        }

        void Hash(string name)
        {
            var hash = Convert.FromHexString((string)row[name]!);
            Length(hash.Length);
            bytes.AddRange(hash);
        }

        void Text(string? text)
        {
            var utf8 = text is null ? null : Encoding.UTF8.GetBytes(text);
            Length(utf8?.Length ?? -1);
            bytes.AddRange(utf8 ?? []);
        }
    }

    private async Task<TestDatabase> SeededAsync(string database)
    {
        var data = await TestDatabase.CreateAsync(database, server);
        using var seed = new SampleSeed();
        await (await ContentHubApp.StartAsync(data, seed: true, settings: new Dictionary<string, string?> { ["ContentHub:Seed"] = seed.Folder })).StopAsync();
        return data;
    }
}
