using ContentHub.Api.Fields;
using ContentHub.Api.Limits;
using ContentHub.Content.SymptomLists;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial.Texts;
using GraphQL.Types;

namespace ContentHub.Content.Parts;

internal sealed class RichTextType : ObjectGraphType<RichText>
{
    private static readonly Arguments<string?> LinkTemplate = new(
        a => a.Get<string?>("linkTemplate"),
        new QueryArgument<StringGraphType> { Name = "linkTemplate", Description = "A path or https URL with {type} {slug} {locale} {id} {anchor} (type in kebab case); the canonical URL when absent." });

    public RichTextType()
    {
        Name = "RichText";
        Description = """
            Inline CommonMark (emphasis, strong, code, links) or, as a `body`, a whole part as text. Never raw HTML.
            A link to an entry stands in Markdown as [text](entry:ENTRYID#anchor). A link to what is not published is its text alone, in every format.
            """;
        this.Field("markdown", "As stored; look up entry: links in `links`.", (t, request) => t.Markdown(request), fixedWhile: t => t.Linked);
        this.Field("html", "Sanitised; entry links always carry data-entry-id.", LinkTemplate, (t, template, request) => t.Html(request, template));
        this.Field("plain", "Without marks, for speech, search and cards.", (t, request) => t.Plain(request), fixedWhile: t => t.Linked);
        this.Field("links", "The entry links in it, in order.", (t, request) => t.Links(request));
    }
}

internal sealed class EntryLinkType : ObjectGraphType<EntryLink>
{
    public EntryLinkType()
    {
        Name = "EntryLink";
        Description = "One link to an entry inside a text.";
        this.Field("href", "As in the Markdown: entry:ENTRYID#anchor.", l => l.Href);
        this.Field("entryId", "Of the linked entry, in every locale.", l => l.EntryId);
        this.Optional("anchor", "Which section of it; null for the whole.", l => l.Anchor);
        this.Optional("target", "The entry; null while it is not public.", l => l.Target);
    }
}

internal sealed class SectionType : ObjectGraphType<Section>
{
    public SectionType()
    {
        Name = "Section";
        Description = "A part of a page under one heading.";
        this.Field("key", "Names the section in its document, through edits and moves.", s => s.Key);
        this.Field("anchor", "Fragment of its URL; kept when the heading changes.", s => s.Anchor);
        this.Field("heading", "Null for the text before the first heading.", s => s.Heading);
        this.Field("level", "Rank of the heading, 2 to 4, as in HTML.", s => s.Level);
        this.Field("blocks", "What stands under the heading, in order.", s => s.Blocks);
        this.Field("body", "The section as one text, without its heading.", s => s.Body);
        this.Costs(5, "body");
        this.Field("aspect", "Which question about health it answers; null if none fits.", s => s.Aspect);
        this.Field("standsAlone", "Cleared to be shown without the rest of the page.", s => s.StandsAlone);
        this.Field("companions", "What must be shown with it: a warning travels with what it warns of.", s => s.Companions);
    }
}

internal sealed class BlockInterfaceType : InterfaceGraphType<Block>
{
    public BlockInterfaceType()
    {
        Name = "Block";
        Description = "A block of a section. Kinds will be added: show an unknown one by `body`.";
        BlockFields.Add(this);
    }
}

internal static class BlockFields
{
    public static void Add<T>(ComplexGraphType<T> type)
        where T : Block
    {
        type.Field("key", "Names the block in its document, through edits and moves.", b => b.Key);
        type.Field("body", "The block as text, whatever its kind.", b => b.Body);
    }
}

internal abstract class BlockType<T> : ObjectGraphType<T>
    where T : Block
{
    protected BlockType(string description)
    {
        Name = typeof(T).Name;
        Description = description;
        Interface<BlockInterfaceType>();
        BlockFields.Add(this);
    }
}

internal sealed class ParagraphType : BlockType<Paragraph>
{
    public ParagraphType()
        : base("Running text.") => this.Field("text", "The words.", p => p.Text);
}

internal sealed class BulletListType : BlockType<BulletList>
{
    public BulletListType()
        : base("A list without order.") => this.Field("items", "Deeper items follow the one they belong to.", l => l.Items);
}

internal sealed class NumberedListType : BlockType<NumberedList>
{
    public NumberedListType()
        : base("Steps in order.")
    {
        this.Field("items", "Deeper items follow the one they belong to.", l => l.Items);
        this.Field("start", "Number of the first step.", l => l.Start);
    }
}

internal sealed class ListItemType : ObjectGraphType<ListItem>
{
    public ListItemType()
    {
        Name = "ListItem";
        Description = "One point or step, and how deep it stands.";
        this.Field("text", "The words.", i => i.Text);
        this.Field("level", "Depth, 1 to 3.", i => i.Level);
    }
}

internal sealed class CalloutType : BlockType<Callout>
{
    public CalloutType()
        : base("A box that stands out.")
    {
        this.Field("kind", "How urgent it is: style it so.", c => c.Kind);
        this.Field("heading", "Null for a box without one.", c => c.Heading);
        this.Field("text", "The words.", c => c.Text);
    }
}

internal sealed class QuoteType : BlockType<Quote>
{
    public QuoteType()
        : base("Somebody's words.")
    {
        this.Field("text", "The words, without quotation marks.", q => q.Text);
        this.Field("source", "Who said it and where; null if that is not told.", q => q.Source);
    }
}

internal sealed class TableType : BlockType<Table>
{
    public TableType()
        : base("Rows and columns.")
    {
        this.Field("caption", "What the table shows; null if the text before says it.", t => t.Caption);
        this.Field("header", "A text for each column.", t => t.Header);
        this.Field("rows", "Each with as many cells as the header.", t => t.Rows);
    }
}

internal sealed class TableRowType : ObjectGraphType<TableRow>
{
    public TableRowType()
    {
        Name = "TableRow";
        Description = "One row of a table.";
        this.Field("cells", "A text for each column.", r => r.Cells);
    }
}

internal sealed class SymptomListBlockType : BlockType<SymptomListBlock>
{
    public SymptomListBlockType()
        : base("A symptom list shown here.")
    {
        this.Field("symptomListId", "Its entry id, whether or not it is public.", b => b.SymptomListId);
        this.Relation("symptomList", "Null while it is not public.", (b, relations) => b.SymptomList(relations));
    }
}

internal sealed class FaqBlockType : BlockType<FaqBlock>
{
    public FaqBlockType()
        : base("Questions shown here.")
    {
        this.Field("faqIds", "Their entry ids, whether or not they are public.", b => b.FaqIds);
        this.Relations("faqs", "Those that are public, in order.", (b, relations) => b.Faqs(relations));
    }
}

internal sealed class CallToActionType : BlockType<CallToAction>
{
    public CallToActionType()
        : base("What to do next: a program, a page or a call.")
    {
        this.Field("label", "Of the button.", c => c.Label);
        this.Field("programId", "Entry id of a program; null when it leads elsewhere.", c => c.ProgramId);
        this.Relation("program", "Null while it is not public, or when it leads elsewhere.", (c, relations) => c.Program(relations));
        this.Optional("url", "A page; null when it leads elsewhere.", c => c.Url);
        this.Field("phone", "A number; null when it leads elsewhere.", c => c.Phone);
    }
}

internal sealed class HelpLineBlockType : BlockType<HelpLineBlock>
{
    public HelpLineBlockType()
        : base("A help line shown here.")
    {
        this.Field("helpLineId", "Its entry id, whether or not it is public.", b => b.HelpLineId);
        this.Relation("helpLine", "Null while it is not public.", (b, relations) => b.HelpLine(relations));
    }
}

internal sealed class ReadabilityType : ObjectGraphType<ReadabilityScore>
{
    public ReadabilityType()
    {
        Name = "Readability";
        Description = "How hard a text is to read.";
        this.Field("words", "How many there are.", r => r.Words);
        this.Field("minutes", "Reading time at 200 words a minute, rounded up.", r => r.Minutes);
        this.Field("grade", "US school grade (English, Flesch-Kincaid); null for other languages.", r => r.Grade);
        this.Field("score", "0 to 100, higher is easier (Spanish, Szigriszt-Pazos on the INFLESZ scale); null for other languages.", r => r.Score);
        this.Field("formula", "Which formula gave the number; says so where none fits the language.", r => r.Formula);
    }
}
