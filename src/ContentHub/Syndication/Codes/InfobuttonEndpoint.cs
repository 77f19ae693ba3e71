using ContentHub.Api.Http;
using ContentHub.Content.Articles;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Syndication.Codes;

/// <summary>
/// <c>GET /infobutton</c>, and <c>/service</c> as the path of MedlinePlus Connect: a record system that is set up for that service works
/// with our host name. What is asked is a patient's diagnosis: it is in no log, and nobody may keep the answer.
/// </summary>
internal sealed class InfobuttonEndpoint(DeliveryTypes types, TimeProvider time)
{
    public const string Path = "/infobutton";
    public const string MedlinePlusPath = "/service";

    /// <summary>Entries of an answer: a list that somebody reads between two patients.</summary>
    public const int EntriesMax = 10;

    public ValueTask<PlainAnswer> AnswerAsync(HttpContext http, IDictionary<string, object?> userContext)
    {
        var request = Request.Of(userContext);
        var asked = InfobuttonRequest.Of(http.Request.Query);
        var locale = request.View.Locales.Resolve(asked.Language);
        var found = asked.Criteria.Select(c => Find(c, locale, request.View).Where(e => IsFor(e, asked)).ToList()).ToList();
        var feed = new InfobuttonFeed(request, asked, locale, [.. InTurn(found).DistinctBy(e => e.EntryId).Take(EntriesMax)], time.GetUtcNow());
        var answer = asked.Form == InfobuttonForm.Json
            ? new PlainAnswer(StatusCodes.Status200OK, "application/json; charset=utf-8", feed.ToJson())
            : new PlainAnswer(StatusCodes.Status200OK, "text/xml; charset=utf-8", feed.ToAtom());
        return new(answer with { IsPersonal = true, Language = locale });
    }

    /// <summary>By the code; by the name where we have nothing under the code, as that of a single tablet.</summary>
    private IReadOnlyList<PublishedEntry> Find(InfobuttonCriterion criterion, string locale, Published view)
    {
        var byCode = criterion is { Code.Length: > 0, KnownSystem: { } system } ? CodeLookUp.Find(system, criterion.Code, locale, types, view) : [];
        return byCode.Count > 0 || criterion.Name.Length == 0 ? byCode : CodeLookUp.FindNamed(criterion.Name, locale, types, view);
    }

    private static bool IsFor(PublishedEntry entry, InfobuttonRequest asked) => asked.IsForProvider || entry is not Article { Audience: Audience.Professional };

    /// <summary>The best of each, then the second best of each: no criterion is pushed out by another.</summary>
    private static IEnumerable<PublishedEntry> InTurn(List<List<PublishedEntry>> found) =>
        Enumerable.Range(0, found.Max(list => list.Count)).SelectMany(place => found.Where(list => place < list.Count).Select(list => list[place]));
}
