using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Connections that are opened and left, and requests that never quite arrive.</summary>
[Collection(AttackCollection.Name)]
public sealed class ConnectionAttackTests(AttackedServer server)
{
    private const string Headers = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n";

    /// <summary>The server looks at its clocks once a second, and lets two seconds pass before it minds how fast a body comes.</summary>
    private static readonly TimeSpan CutOffMost = TimeSpan.FromSeconds(6);

    private static readonly Dictionary<string, string> Beginnings = new()
    {
        ["half a request line"] = "POST /gra",
        ["half the headers"] = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Ty",
        ["all headers but the last line end"] = Headers,
        ["half the body"] = Headers + "\r\n{\"query\":\"{ art",
        ["half a chunk"] = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n{\"query\":",
        ["half a chunk's size"] = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n10",
    };

    public static TheoryData<string> Names => [.. Beginnings.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_thousand_connections_that_are_left_in_the_middle_are_cut_off(string beginning)
    {
        var took = await server.EndureAsync(async () =>
        {
            var connections = await OpenAsync(1_000, Beginnings[beginning]);
            var clock = Stopwatch.StartNew();
            await AllClosedAsync(connections);
            return clock.Elapsed;
        });

        Assert.True(took < CutOffMost, $"Cut off after {took.TotalSeconds:f1} s.");
    }

    [Fact]
    public async Task A_thousand_connections_that_say_nothing_are_in_nobodys_way()
    {
        await server.EndureAsync(async () =>
        {
            var connections = await OpenAsync(1_000, "");
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            connections.ForEach(connection => connection.Dispose());
            return connections.Count;
        });
    }

    [Fact]
    public async Task A_thousand_connections_from_one_address_are_not_all_taken()
    {
        var from = Attackers.Next();

        var open = await server.EndureAsync(async () =>
        {
            // All thousand are open before the first of them says anything, and stay open until the last has its answer.
            var connections = new List<RawConnection>();
            for (var number = 0; number < 1_000; number++)
            {
                if (await TryOpenAsync(from) is { } connection)
                {
                    connections.Add(connection);
                }
            }

            var answers = await Task.WhenAll(connections.Select(AskAsync));
            connections.ForEach(connection => connection.Dispose());
            return answers.Count(answer => answer is not null);
        });

        Assert.InRange(open, 1, 500);
    }

    [Theory]
    [InlineData("the body", Headers + "\r\n", "{\"query\":\"{ __typename }\"")]
    [InlineData("the headers", Headers, "X-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("the request line", "", "POST /graphql?aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_comes_a_byte_at_a_time_is_cut_off(string what, string before, string slowly)
    {
        var took = await server.EndureAsync(async () =>
        {
            var connections = await OpenAsync(100, before);
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(connections.Select(connection => TrickleAsync(connection, slowly)));
            await AllClosedAsync(connections);
            return clock.Elapsed;
        });

        Assert.True(took < CutOffMost, $"{what} was cut off after {took.TotalSeconds:f1} s.");
    }

    /// <summary>The one attack that left more than 50 MB behind in two of six runs, 61 and 68 MB: answers that were half taken, in pools. It does not add up over runs.</summary>
    [Fact]
    public async Task Who_asks_and_never_reads_is_cut_off()
    {
        var request = Encoding.Latin1.GetBytes("GET /graphql?query=%7Barticles%7Bnodes%7Btitle%20summary%20jsonLd%7D%7D%7D HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var many = Enumerable.Repeat(request, 100).SelectMany(bytes => bytes).ToArray();

        await server.EndureAsync(async () =>
        {
            var connections = await OpenAsync(20, "");
            await Task.WhenAll(connections.Select(connection => SendUntilRefusedAsync(connection, many)));
            connections.ForEach(connection => connection.Dispose());
            return connections.Count;
        });
    }

    [Fact]
    public async Task Two_thousand_who_ask_and_hang_up_leave_nothing_behind()
    {
        var request = Sending.Post("{ articles(first: 100) { nodes { title jsonLd topics { title } } } }");
        var from = Attackers.Next();

        await server.EndureAsync(async () =>
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (_, cancellation) =>
            {
                using var connection = await RawConnection.OpenAsync(server.Url, from, cancellation);
                await connection.SendAsync(request, cancellation);
            });
            return 0;
        });
    }

    /// <summary>Each from an address of its own.</summary>
    private async Task<List<RawConnection>> OpenAsync(int count, string beginning)
    {
        var connections = new List<RawConnection>();
        for (var number = 0; number < count; number++)
        {
            var connection = await RawConnection.OpenAsync(server.Url, Attackers.Next(), TestContext.Current.CancellationToken);
            connections.Add(connection);
            await connection.SendAsync(beginning, TestContext.Current.CancellationToken);
        }

        return connections;
    }

    private static async Task AllClosedAsync(List<RawConnection> connections)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await Task.WhenAll(connections.Select(connection => connection.DrainAsync(timeout.Token)));
        connections.ForEach(connection => connection.Dispose());
    }

    /// <returns>Null when the server hangs up at once.</returns>
    private async Task<RawConnection?> TryOpenAsync(IPAddress from)
    {
        try
        {
            return await RawConnection.OpenAsync(server.Url, from, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <returns>Null when the server hangs up.</returns>
    private static async Task<RawAnswer?> AskAsync(RawConnection connection)
    {
        try
        {
            await connection.SendAsync(Sending.Post("{ __typename }"), TestContext.Current.CancellationToken);
            return await connection.ReadAnswerAsync(TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static async Task TrickleAsync(RawConnection connection, string text)
    {
        try
        {
            foreach (var letter in text.Concat(Enumerable.Repeat(' ', 100)))
            {
                await connection.SendAsync(letter.ToString(), TestContext.Current.CancellationToken);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        catch (SocketException)
        {
            // Cut off, as it should be.
        }
    }

    /// <summary>Until the server takes no more for two seconds.</summary>
    private static async Task SendUntilRefusedAsync(RawConnection connection, byte[] requests)
    {
        using var timeout = new CancellationTokenSource();
        try
        {
            for (var round = 0; round < 100; round++)
            {
                timeout.CancelAfter(TimeSpan.FromSeconds(2));
                await connection.SendAsync(requests, timeout.Token);
            }
        }
        catch (Exception full) when (full is OperationCanceledException or SocketException)
        {
            // It has stopped to read, or hung up.
        }
    }
}
