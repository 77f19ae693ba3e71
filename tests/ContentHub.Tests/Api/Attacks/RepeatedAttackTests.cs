using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>A little that stays of each attack would be no little after a night of them.</summary>
[Collection(AttackCollection.Name)]
public sealed class RepeatedAttackTests(AttackedServer server)
{
    /// <summary>The first rounds fill the pools of the runtime, of the C library and of the web server, which stay.</summary>
    private const int RoundsBefore = 2;

    private const int Rounds = 5;

    [Fact]
    public async Task What_attacks_take_they_give_back()
    {
        var requests = DocumentAttackTests.Requests.Concat(JsonAttackTests.Requests).Concat(BodyAttackTests.Requests).ToList();
        for (var round = 0; round < RoundsBefore; round++)
        {
            await SendAllAsync(requests);
        }

        await server.EndureAsync(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await SendAllAsync(requests);
            }

            return 0;
        });
    }

    private async Task SendAllAsync(List<byte[]> requests)
    {
        var from = Attackers.Next();
        foreach (var request in requests)
        {
            await Sending.SendAsync(server.Url, from, request);
        }
    }
}
