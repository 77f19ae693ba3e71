using System.Net.Mime;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentHub.Api.Http;

/// <summary>In which media type an answer goes out: one of the two of GraphQL over HTTP, or as server-sent events.</summary>
internal static class AnswerMediaType
{
    /// <summary>Its status says whether the operation was executed.</summary>
    public const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>The older one: a request that is well-formed is answered with 200 whatever became of it.</summary>
    public const string Json = MediaTypeNames.Application.Json;

    /// <summary>Event by event, until the client has heard enough: for subscriptions, though any operation may come so.</summary>
    public const string EventStream = MediaTypeNames.Text.EventStream;

    static readonly HeaderChoices Choices = new(Choose);
    static readonly HeaderChoices Pages = new(ChoosePage);

    /// <summary>
    /// Chooses by the client's quality values; among equals what it names exactly goes before a wildcard, then what it
    /// names first.
    /// </summary>
    /// <returns>Null when no type is acceptable.</returns>
    public static string? Negotiate(StringValues accept) => accept.Count == 0 ? Json : Choices.Of(accept);

    static string? Choose(StringValues accept)
    {
        var lines = accept.OfType<string>().Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        if (lines.Count == 0)
        {
            return Json;
        }

        var ranges = MediaTypeHeaderValue.TryParseList(lines, out var parsed) ? parsed : [];
        // Json stands first: it is what `*/*` means.
        return new[] { Json, GraphQLResponse, EventStream }
            .Select(type => (Type: type, Preference: PreferenceFor(type, ranges)))
            .Where(offer => offer.Preference.Quality > 0)
            .OrderByDescending(offer => offer.Preference.Quality)
            .ThenByDescending(offer => offer.Preference.Specificity)
            .ThenBy(offer => offer.Preference.Position)
            .Select(offer => offer.Type)
            .FirstOrDefault();
    }

    /// <summary>Whether a browser asks for a page: it names HTML, and wants it no less than JSON.</summary>
    public static bool PrefersHtml(StringValues accept) => accept.Count > 0 && Pages.Of(accept) is not null;

    static string? ChoosePage(StringValues accept)
    {
        var lines = accept.OfType<string>().Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        var ranges = MediaTypeHeaderValue.TryParseList(lines, out var parsed) ? parsed : [];
        var html = PreferenceFor(MediaTypeNames.Text.Html, ranges);
        return html is { Specificity: 2, Quality: > 0 } && html.Quality >= PreferenceFor(Json, ranges).Quality && html.Quality >= PreferenceFor(GraphQLResponse, ranges).Quality ? MediaTypeNames.Text.Html : null;
    }

    /// <summary>What the most specific range that covers a type says of it (RFC 9110, 12.5.1).</summary>
    static Preference PreferenceFor(string type, IList<MediaTypeHeaderValue> ranges)
    {
        var best = new Preference(0, -1, 0);
        for (var position = 0; position < ranges.Count; position++)
        {
            var range = ranges[position];
            var specificity = SpecificityOf(range, type);
            if (specificity > best.Specificity)
            {
                // A wildcard has no position: the order of our own offers decides.
                best = new Preference(range.Quality ?? 1, specificity, specificity == 2 ? position : 0);
            }
        }

        return best;
    }

    static int SpecificityOf(MediaTypeHeaderValue range, string type)
    {
        if (range.Charset.HasValue && !range.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        if (range.MatchesAllTypes)
        {
            return 0;
        }

        if (range.MatchesAllSubTypes)
        {
            return range.Type.Equals(type.AsSpan(0, type.IndexOf('/', StringComparison.Ordinal)).ToString(), StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        }

        return range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 2 : -1;
    }

    readonly record struct Preference(double Quality, int Specificity, int Position);
}
