using System.Text.Json.Nodes;
using ContentHub.Content.Entries;
using ContentHub.Content.Topics;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.People;

internal static class PersonSchemaOrg
{
    public static JsonObject Of(Person person, Request request) => Reference(person, request)
        .With("description", person.Biography.Plain(request))
        .WithAll("knowsAbout", TopicSchemaOrg.References(person, person.Topics, request))
        .With("mainEntityOfPage", SchemaOrgPage.Of("WebPage", person, request));

    /// <summary>As author or reviewer of something; a made-up person is called so wherever the name stands.</summary>
    public static JsonObject Reference(Person person, Request request) => SchemaOrgNode.Of("Person", person, request)
        .With("honorificSuffix", string.Join(", ", person.Credentials))
        .With("jobTitle", person.Role)
        .With("disambiguatingDescription", person.IsSample ? "A sample person, made up: nobody of this name exists." : null);
}
