using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Licences;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Documents;
using ContentHub.Editorial;

namespace ContentHub.Content.HelpLines;

internal static class HelpLineModule
{
    public static ContentType Type { get; } = new ContentType<HelpLineContent, HelpLine>("HELP_LINE", "helpLines", "Someone to call now.")
    {
        Review = new(Default: 6, Max: 6),
        Licensing = LicenceScope.Always,
        GraphTypes = [(typeof(HelpLine), typeof(HelpLineType))],
        Reading = (envelope, content, texts) => new HelpLine(envelope, content, texts),
        Retracted = c => new HelpLineContent { Slug = c.Slug, Title = c.Title, Topics = c.Topics, IsEmergency = c.IsEmergency },
        Check = Check,
        Offered = c => new HelpOffer([.. new[] { c.Phone, c.Text }.OfType<string>()], c.IsEmergency),
        SchemaOrg = HelpLineSchemaOrg.Of,
        Filter = new FilterDefinition<HelpLine>("HelpLineFilter", "Which help lines; fields are joined by AND.")
            .EntryId().Slug()
            .Text("country", "That can be called from it; two letters.", h => h.Countries.Select(c => c.Value), index: "country")
            .Boolean("isEmergency", "For life in danger now.", h => h.IsEmergency),
    };

    private static IEnumerable<DocumentFault> Check(HelpLineContent content)
    {
        if (content is { Phone: null, Text: null, ChatUrl: null, Title: not null })
        {
            yield return DocumentFault.Required("Nobody can reach this line: give a phone number, a text number or a chat address.", "phone");
        }
    }
}
