using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContentHub.Tests.Api.FrontDoor;

/// <summary>The API with settings of its front door.</summary>
static class FrontDoorServer
{
    public static Task<ApiServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, "Production", settings);

    public static Task<ApiServer> StartAsync(Action<IServiceCollection>? services, string environment, params (string Name, string Value)[] settings) => ApiServer.StartAsync(
        services: services,
        environment: environment,
        host: host => host.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"ContentHub:{setting.Name}", setting.Value))));

    /// <summary>Asks something that always has the same answer.</summary>
    public static Task<ApiAnswer> AskAsync(this ApiServer server, params (string Name, string Value)[] headers) => server.AskAsync(HttpMethod.Get, "?query=%7Bquote%7D", headers);

    public static Task<ApiAnswer> AskAsync(this ApiServer server, HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return server.SendAsync(request);
    }

    public static string? Header(this ApiAnswer answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
