using System.Text;
using Xunit;

namespace ContentHub.Tests.Api.FrontDoor;

/// <summary>By itself: it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(DecompressionBombTests), DisableParallelization = true)]
[Collection(nameof(DecompressionBombTests))]
public sealed class DecompressionBombTests
{
    const int MiB = 1024 * 1024;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Bomb_is_413_and_takes_no_memory(string encoding)
    {
        await using var server = await FrontDoorServer.StartAsync();
        var bomb = CompressedBody.Of(encoding, new byte[150 * MiB]);
        Assert.InRange(bomb.Length, 1, MiB);
        await server.PostAsync(CompressedBody.Of(encoding, Encoding.UTF8.GetBytes("""{"query":"{ quote }"}""")), encoding);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var answer = await server.PostAsync(bomb, encoding);

        Assert.Equal((413, "REQUEST_TOO_LARGE"), (answer.Status, answer.Code));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 10 * MiB);
    }
}
