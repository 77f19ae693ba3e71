using Xunit;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>A little that stays of each attack would be no little after a night of them.</summary>
[Collection(AttackCollection.Name)]
public sealed class RepeatedAttackTests(AttackedServer server)
{
    private const int Rounds = 3;

    [Fact]
    public async Task What_attacks_take_they_give_back()
    {
        var requests = DocumentAttackTests.Requests.Concat(JsonAttackTests.Requests).Concat(BodyAttackTests.Requests).ToList();
        await SendAllAsync(requests);

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
