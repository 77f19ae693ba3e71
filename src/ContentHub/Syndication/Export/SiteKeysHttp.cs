using ContentHub.Api.Http;
using System.Text.Json.Nodes;

namespace ContentHub.Syndication.Export;

/// <summary><c>GET /syndication/keys</c>: the key by which exports are checked, as a JSON Web Key Set; <c>/syndication/keys.pem</c> as PEM.</summary>
internal sealed class SiteKeysHttp(SiteSignature signature)
{
    public const string Path = "/syndication/keys";
    public const string PemPath = "/syndication/keys.pem";

    public async ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext) =>
        PlainAnswer.Text("application/jwk-set+json", new JsonObject { ["keys"] = new JsonArray((await signature.PublicKeyAsync(http.RequestAborted)).ToJwk()) }.ToJsonString());

    public async ValueTask<PlainAnswer> AnswerAsPemAsync(HttpContext http, IDictionary<string, object?> userContext) =>
        PlainAnswer.Text("application/x-pem-file", (await signature.PublicKeyAsync(http.RequestAborted)).ToPem());
}
