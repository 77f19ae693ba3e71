using System.Text.Json.Nodes;
using ContentHub.Api.Fields;
using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.HelpLines;

/// <summary>
/// An organization with a contact point for each way to reach it. (schema.org's EmergencyService is a business with a street address.)
/// When somebody answers is written in words only, because it is stored in words.
/// </summary>
internal static class HelpLineSchemaOrg
{
    public static JsonObject Of(HelpLine line, Request request) => SchemaOrgNode.Of("Organization", line, request)
        .With("description", line.Summary)
        .WithAll("contactPoint", Ways(line))
        .With("mainEntityOfPage", SchemaOrgPage.Of("WebPage", line, request));

    private static IEnumerable<JsonObject> Ways(HelpLine line)
    {
        if (line.Phone is { } phone)
        {
            yield return Way(line.IsEmergency ? "emergency" : "help line").With("telephone", phone).With("description", line.Hours);
        }

        if (line.TextMessage is { } text)
        {
            var number = text.ToString();
            // Not `telephone`: whoever calls a number that only takes messages reaches nobody.
            yield return number.All(char.IsAsciiDigit)
                ? Way("text message").With("url", $"sms:{number}").With("description", line.Hours)
                : Way("text message").With("description", $"{number}. {line.Hours}");
        }

        if (line.ChatUrl is { } chat)
        {
            yield return Way("chat").With("url", chat).With("description", line.Hours);
        }

        JsonObject Way(string type) => SchemaOrgNode.New("ContactPoint")
            .With("contactType", type)
            .WithAll("availableLanguage", line.Languages)
            .WithAll("areaServed", line.Countries.Select(c => Text.Of(c.Value)));
    }
}
