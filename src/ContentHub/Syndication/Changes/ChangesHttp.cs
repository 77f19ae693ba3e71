using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Execution;
using ContentHub.Api.Http;
using ContentHub.Api.Records;
using ContentHub.Delivery;
using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Syndication.Changes;

/// <summary>
/// <c>GET /syndication/changes</c>: the log for programs that speak no GraphQL, as one JSON object or a line for each change
/// (<c>application/x-ndjson</c>, the last line is the page). One GraphQL operation answers it, so that both ways show the same to the same caller
/// at the same cost.
/// </summary>
internal sealed class ChangesHttp(OperationRunner operations, IGraphQLTextSerializer serializer, DeliveryTypes types)
{
    public const string Path = "/syndication/changes";

    private const string Lines = "application/x-ndjson";
    private const int SizeDefault = 100;

    private const string Document = """
        query SyndicationChanges($first: Int!, $after: String, $compact: Boolean!, $where: ChangeFilter) {
          changes(first: $first, after: $after, compact: $compact, where: $where) {
            nodes {
              cursor sequence kind at version previousSlug reason urgency
              ref { nodeId entryId type locale slug title canonicalUrl }
              replacedBy { entryId type slug title canonicalUrl }
              entry { id publishedVersion publishedAt contentModifiedAt canonicalUrl attribution { text html } jsonLd }
            }
            pageInfo { hasNextPage endCursor }
            latestCursor
            openRetractionCount
            stateHash
          }
        }
        """;

    private static readonly string[] Parameters = ["after", "first", "compact", "type", "kind", "topic", "locale", "format"];

    public async ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var isLines = IsLines(http.Request);
        var request = new GraphQLRequest { Query = Document, Variables = serializer.Deserialize<Inputs>(Variables(http.Request.Query).ToJsonString()) };
        var result = await operations.RunAsync(http, request, userContext, TransportRule.Get, http.RequestAborted);
        if (result.Errors is { Count: > 0 } errors)
        {
            throw errors.FirstOrDefault(error => error is RequestRefusedException or MaskedError)
                ?? new RequestRefusedException(StatusCodes.Status400BadRequest, errors[0].Code ?? "INVALID", errors[0].Message);
        }

        return Answer(http.Request, (JsonObject)JsonNode.Parse(serializer.Serialize(result))!["data"]!["changes"]!, isLines);
    }

    private static PlainAnswer Answer(HttpRequest request, JsonObject page, bool isLines)
    {
        var (changes, info) = (page["nodes"]!.AsArray(), page["pageInfo"]!);
        var (end, hasNext) = ((string?)info["endCursor"], (bool)info["hasNextPage"]!);
        foreach (var entry in changes.Select(change => change!["entry"]).OfType<JsonObject>())
        {
            entry["jsonLd"] = JsonNode.Parse((string)entry["jsonLd"]!);
        }

        var rest = new JsonObject { ["endCursor"] = end, ["hasNextPage"] = hasNext, ["latestCursor"] = (string?)page["latestCursor"], ["stateHash"] = (string?)page["stateHash"] };
        if (page["openRetractionCount"] is { } open)
        {
            rest["openRetractions"] = (int)open;
        }

        page.Remove("nodes");
        var text = isLines
            ? string.Concat(changes.Append(rest).Select(line => line!.ToJsonString(RecordJson.Options) + "\n"))
            : With(rest, changes).ToJsonString(RecordJson.Options);
        return PlainAnswer.Text(isLines ? Lines : MediaTypeNames.Application.Json, text) with
        {
            Vary = HeaderNames.Accept,
            Headers = hasNext ? [("Link", $"<{NextOf(request, end!)}>; rel=\"next\"")] : [],
        };
    }

    private static JsonObject With(JsonObject rest, JsonArray changes)
    {
        rest.Insert(0, "changes", changes);
        return rest;
    }

    private static string NextOf(HttpRequest request, string end)
    {
        var next = new QueryBuilder(request.Query.Where(p => p.Key != "after").SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value ?? "")))
        {
            { "after", end },
        };
        return $"{Path}{next}";
    }

    private static bool IsLines(HttpRequest request) => request.Query["format"].ToString() switch
    {
        "" => PrefersLines(request.GetTypedHeaders().Accept),
        "json" => false,
        "ndjson" => true,
        _ => throw Invalid("`format` is json or ndjson."),
    };

    private static bool PrefersLines(IList<MediaTypeHeaderValue> accept)
    {
        double QualityOf(string type) => accept.Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(range => range.Quality ?? 1).DefaultIfEmpty(0).Max();
        return QualityOf(Lines) is > 0 and var lines && lines >= QualityOf(MediaTypeNames.Application.Json);
    }

    private JsonObject Variables(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is { } unknown)
        {
            throw Invalid($"There is no parameter `{unknown}`; there are {string.Join(", ", Parameters)}.");
        }

        var where = new JsonObject();
        Add("type", [.. query["type"].OfType<string>()], value => types.Find(value) is not null, [.. types.All.Select(t => t.Name)]);
        Add("kind", [.. query["kind"].OfType<string>()], value => KindNames.Contains(value), KindNames);
        if (Single(query, "topic") is { } topic)
        {
            where["topic"] = Guid.TryParse(topic, out _) ? Equal("entryId", topic) : Equal("slug", topic);
        }

        if (Single(query, "locale") is { } locale)
        {
            where["locale"] = new JsonObject { ["eq"] = locale };
        }

        return new JsonObject
        {
            ["first"] = SizeOf(Single(query, "first")),
            ["after"] = Single(query, "after"),
            ["compact"] = Single(query, "compact") switch { null or "false" => false, "true" => true, _ => throw Invalid("`compact` is true or false.") },
            ["where"] = where.Count > 0 ? where : null,
        };

        void Add(string name, string[] values, Func<string, bool> isKnown, string[] known)
        {
            if (values.Length == 0)
            {
                return;
            }

            where[name] = Array.TrueForAll(values, value => isKnown(value))
                ? new JsonObject { ["in"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) }
                : throw Invalid($"`{name}` is one of {string.Join(", ", known)}, and may be given several times.");
        }
    }

    private static readonly string[] KindNames = [.. Enum.GetNames<ChangeKind>().Select(EnumNames.Convert)];

    private static JsonObject Equal(string field, string value) => new() { [field] = new JsonObject { ["eq"] = value } };

    private static int SizeOf(string? text) => text switch
    {
        null => SizeDefault,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= ChangePages.SizeMax => size,
        _ => throw Invalid($"`first` is 0 to {ChangePages.SizeMax}."),
    };

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only,
        _ => throw Invalid($"`{name}` is given more than once."),
    };

    private static RequestRefusedException Invalid(string message) => new(StatusCodes.Status400BadRequest, "INVALID", message);
}
