using ContentHub.Api.Execution;
using ContentHub.Api.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContentHub.Tests.Api.Streams;

/// <summary>An API with a clock that tests move, where a good token lasts for eight hours.</summary>
internal sealed class StreamServer : IAsyncDisposable
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly ApiServer _server;

    StreamServer(ApiServer server, SteppedTime time) => (_server, Time) = (server, time);

    public SteppedTime Time { get; }

    public Uri Url => _server.Url;

    public RecordedLog Log => _server.Log;

    public SampleEvents Events => _server.Services.GetRequiredService<SampleEvents>();

    public int OpenCount => _server.Services.GetRequiredService<OpenStreams>().Count;

    /// <param name="settings">Below <c>ContentHub:</c>.</param>
    public static async Task<StreamServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var time = new SteppedTime(Now);
        var server = await ApiServer.StartAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton<IRequestStart>(new SampleSignIn(Now + TimeSpan.FromHours(8)));
            },
            host: builder => builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => $"ContentHub:{s.Name}", s => (string?)s.Value)));
        return new(server, time);
    }

    public async Task NoneOpenAsync()
    {
        while (OpenCount > 0)
        {
            await Task.Delay(5);
        }
    }

    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
