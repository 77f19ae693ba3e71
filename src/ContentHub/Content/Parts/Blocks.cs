using ContentHub.Api.Fields;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Parts;

/// <summary>A block as readers get it.</summary>
public abstract class Block(PublishedEntry owner, Text key)
{
    protected PublishedEntry Owner => owner;

    public Text Key => key;

    public RichText Body => RichText.Body(owner, request => [ToFlow(request)]);

    /// <summary>The block as running text; what is not public says nothing.</summary>
    public abstract Flow ToFlow(Request request);

    public static Block Read(PublishedEntry owner, BlockContent content, TextBuffer texts) => content switch
    {
        { Paragraph: { } c } => new Paragraph(owner, texts.Add(c.Key), c),
        { BulletList: { } c } => new BulletList(owner, texts.Add(c.Key), c),
        { NumberedList: { } c } => new NumberedList(owner, texts.Add(c.Key), c),
        { Callout: { } c } => new Callout(owner, texts.Add(c.Key), c, texts.AddOptional(c.Heading)),
        { Quote: { } c } => new Quote(owner, texts.Add(c.Key), c, texts.AddOptional(c.Source)),
        { Table: { } c } => new Table(owner, texts.Add(c.Key), c, texts.AddOptional(c.Caption)),
        { SymptomListBlock: { } c } => new SymptomListBlock(owner, texts.Add(c.Key), c.EntryId),
        { FaqBlock: { } c } => new FaqBlock(owner, texts.Add(c.Key), c.EntryIds),
        { CallToAction: { } c } => new CallToAction(owner, texts.Add(c.Key), c, texts),
        { HelpLineBlock: { } c } => new HelpLineBlock(owner, texts.Add(c.Key), c.EntryId),
        _ => throw new InvalidOperationException("A stored block has no field."),
    };
}

public sealed class Paragraph(PublishedEntry owner, Text key, ParagraphContent content) : Block(owner, key)
{
    public RichText Text { get; } = RichText.Inline(owner, content.Text);

    public override Flow ToFlow(Request request) => new ParagraphFlow(content.Text);
}

/// <summary>An item of a list and its depth, 1 to 3.</summary>
public sealed record ListItem(RichText Text, int Level);

/// <summary>Both kinds of list.</summary>
public abstract class ListBlock(PublishedEntry owner, Text key, ListContent content, bool isNumbered) : Block(owner, key)
{
    public IReadOnlyList<ListItem> Items { get; } = [.. content.Items.Select(i => new ListItem(RichText.Inline(owner, i.Text), i.Level))];

    public int Start => content.Start ?? 1;

    public override Flow ToFlow(Request request) => new ListFlow(isNumbered, Start, [.. content.Items.Select(i => (i.Text, i.Level))]);
}

public sealed class BulletList(PublishedEntry owner, Text key, ListContent content) : ListBlock(owner, key, content, isNumbered: false);

public sealed class NumberedList(PublishedEntry owner, Text key, ListContent content) : ListBlock(owner, key, content, isNumbered: true);

public sealed class Callout(PublishedEntry owner, Text key, CalloutContent content, Text? heading) : Block(owner, key)
{
    public CalloutKind Kind => content.Kind;

    public Text? Heading => heading;

    public RichText Text { get; } = RichText.Inline(owner, content.Text);

    public override Flow ToFlow(Request request) => new BoxFlow(content.Kind, content.Heading, content.Text);
}

public sealed class Quote(PublishedEntry owner, Text key, QuoteContent content, Text? source) : Block(owner, key)
{
    public RichText Text { get; } = RichText.Inline(owner, content.Text);

    public Text? Source => source;

    public override Flow ToFlow(Request request) => new QuoteFlow(content.Text, content.Source);
}

/// <summary>One row of a table.</summary>
public sealed record TableRow(IReadOnlyList<RichText> Cells);

public sealed class Table(PublishedEntry owner, Text key, TableContent content, Text? caption) : Block(owner, key)
{
    public Text? Caption => caption;

    public IReadOnlyList<RichText> Header { get; } = [.. content.Header.Select(cell => RichText.Inline(owner, cell))];

    public IReadOnlyList<TableRow> Rows { get; } = [.. content.Rows.Select(row => new TableRow([.. row.Select(cell => RichText.Inline(owner, cell))]))];

    public override Flow ToFlow(Request request) => new TableFlow(content.Caption, content.Header, content.Rows);
}

public sealed class SymptomListBlock(PublishedEntry owner, Text key, Guid entryId) : Block(owner, key)
{
    public Guid SymptomListId => entryId;

    public SymptomList? SymptomList(Request request) => request.Linked<SymptomList>(Owner, entryId);

    public override Flow ToFlow(Request request) =>
        SymptomList(request) is { } list ? new SequenceFlow([new HeadingFlow(4, list.Title.ToString(), null), list.ToFlow(groupLevel: 5)]) : new SequenceFlow([]);
}

public sealed class FaqBlock(PublishedEntry owner, Text key, IReadOnlyList<Guid> entryIds) : Block(owner, key)
{
    public IReadOnlyList<Guid> FaqIds => entryIds;

    public IReadOnlyList<FaqEntry> Faqs(Request request) => request.LinkedAll<FaqEntry>(Owner, entryIds);

    public override Flow ToFlow(Request request) => new SequenceFlow([.. Faqs(request).SelectMany(f => new Flow[] { new HeadingFlow(4, f.Title.ToString(), null), f.ToFlow(request) })]);
}

public sealed class CallToAction(PublishedEntry owner, Text key, CallToActionContent content, TextBuffer texts) : Block(owner, key)
{
    public Text Label { get; } = texts.Add(content.Label);

    public Guid? ProgramId => content.ProgramId;

    public Program? Program(Request request) => request.Linked<Program>(Owner, content.ProgramId);

    public Uri? Url => content.Url;

    public Text? Phone { get; } = texts.AddOptional(content.Phone);

    public override Flow ToFlow(Request request) => new ActionFlow(content.Label, this switch
    {
        { Url: { } url } => url.OriginalString,
        { Phone: { } phone } => $"tel:{string.Concat(phone.ToString().Where(c => char.IsAsciiDigit(c) || c == '+'))}",
        _ when Program(request) is { } program => request.PageOf(program).ToString(),
        _ => null,
    });
}

public sealed class HelpLineBlock(PublishedEntry owner, Text key, Guid entryId) : Block(owner, key)
{
    public Guid HelpLineId => entryId;

    public HelpLine? HelpLine(Request request) => request.Linked<HelpLine>(Owner, entryId);

    public override Flow ToFlow(Request request) => HelpLine(request) is { } line ? line.ToFlow() : new SequenceFlow([]);
}

/// <summary>A part of a page under one heading.</summary>
public sealed class Section(PublishedEntry owner, SectionContent content, Func<IReadOnlyList<Section>> siblings, TextBuffer texts)
{
    public Text Key { get; } = texts.Add(content.Key);

    public Text Anchor { get; } = texts.Add(content.Anchor ?? content.Key);

    public Text? Heading { get; } = texts.AddOptional(content.Heading);

    public int Level => content.Level;

    public IReadOnlyList<Block> Blocks { get; } = [.. content.Blocks.Select(b => Block.Read(owner, b, texts))];

    public RichText Body => RichText.Body(owner, request => Blocks.Select(b => b.ToFlow(request)));

    public HealthAspect? Aspect => content.Aspect;

    public bool StandsAlone => content.StandsAlone;

    public IReadOnlyList<Section> Companions => [.. siblings().Where(s => content.Companions.Contains(s.Key.ToString()))];

    public IEnumerable<Flow> ToFlow(Request request) =>
        [.. Heading is { } heading ? [new HeadingFlow(Level, heading.ToString(), Anchor.ToString())] : Array.Empty<Flow>(), .. Blocks.Select(b => b.ToFlow(request))];

    public static IReadOnlyList<Section> ReadAll(PublishedEntry owner, IReadOnlyList<SectionContent> contents, TextBuffer texts)
    {
        IReadOnlyList<Section> all = [];
        all = [.. contents.Select(c => new Section(owner, c, () => all, texts))];
        return all;
    }
}
