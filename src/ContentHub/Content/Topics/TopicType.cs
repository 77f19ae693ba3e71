using ContentHub.Content.Entries;
using ContentHub.Delivery.Fields;
using GraphQL.Types;

namespace ContentHub.Content.Topics;

internal sealed class TopicType : ObjectGraphType<Topic>
{
    public TopicType()
    {
        Name = "Topic";
        Description = "A substance, condition or treatment that entries are about; or, as COLLECTION, a shelf that editors fill, e.g. `home`.";
        this.EntryFields();
        this.Field("kind", "What it stands for.", t => t.Kind);
        this.Field("summary", "One or two sentences.", t => t.Summary);
        this.Field("alternateNames", "Other names that people search for, brand names among them.", t => t.AlternateNames);
        this.Field("codes", "For record systems.", t => t.Codes);
        this.Relation("parent", "The wider topic; null at the top, or while it is not public.", (t, relations) => t.Parent(relations));
        this.Field("ancestors", "From the root down, for breadcrumbs.", (t, request) => t.Ancestors(request));
        this.Field("children", "The narrower topics right below it, by title.", (t, request) => t.Children(request));
        this.Relations("featured", "Chosen by editors, in order; of any type.", (t, relations) => t.Featured(relations));
    }
}
