using ContentHub.Api;
using ContentHub.Api.Documents;
using ContentHub.Api.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContentHub.Tests.Api.Documents;

/// <summary>An API with a folder of trusted documents and settings of its own.</summary>
internal sealed class DocumentFixture : IAsyncDisposable
{
    /// <summary>With this header a request comes from an editor.</summary>
    public const string EditorHeader = "Test-Editor";

    private readonly string _folder;

    private DocumentFixture(ApiServer server, string folder) => (Server, _folder) = (server, folder);

    public ApiServer Server { get; }

    public AutomaticDocuments Automatic => Server.Services.GetRequiredService<AutomaticDocuments>();

    /// <param name="files">Name and text of each file of the folder.</param>
    public static async Task<DocumentFixture> StartAsync(
        (string Name, string Text)[]? files = null, string trustedOnly = "Nobody", bool automatic = true, AutomaticDocumentLimits? limits = null)
    {
        var folder = Directory.CreateTempSubdirectory("contenthub-documents-").FullName;
        foreach (var (name, text) in files ?? [])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        }

        try
        {
            var server = await ApiServer.StartAsync(host: builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["ContentHub:Documents:Folder"] = folder,
                    ["ContentHub:Documents:TrustedOnly"] = trustedOnly,
                    ["ContentHub:Documents:Automatic"] = automatic.ToString(),
                });
                builder.Services.AddSingleton<IRequestStart, EditorByHeader>();
                if (limits is not null)
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton(limits));
                }
            });
            return new(server, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public Task<ApiAnswer> PostAsEditorAsync(string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add(EditorHeader, "1");
        return Server.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class EditorByHeader : IRequestStart
    {
        public ValueTask PrepareAsync(HttpContext http, IDictionary<string, object?> userContext)
        {
            if (http.Request.Headers.ContainsKey(EditorHeader))
            {
                userContext[CallerContext.Key] = new Caller(Guid.NewGuid(), "Edith", null, new HashSet<Role> { Role.Editor });
            }

            return ValueTask.CompletedTask;
        }
    }
}
