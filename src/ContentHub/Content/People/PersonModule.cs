using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Licences;
using ContentHub.Editorial;

namespace ContentHub.Content.People;

internal static class PersonModule
{
    public static ContentType Type { get; } = new ContentType<PersonContent, Person>("PERSON", "people", "Someone who writes or reviews.")
    {
        Review = new(Default: 12, Max: 24),
        Licensing = LicenceScope.Whole,
        GraphTypes = [(typeof(Person), typeof(PersonType))],
        Reading = (envelope, content, texts) => new Person(envelope, content, texts),
        Retracted = c => new PersonContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, IsSample = c.IsSample },
        SchemaOrg = PersonSchemaOrg.Of,
        Filter = new FilterDefinition<Person>("PersonFilter", "Which people; fields are joined by AND.").EntryId().Slug().Title(),
    };
}
