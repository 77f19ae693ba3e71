using ContentHub.Api.Fields;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Search;

namespace ContentHub.Content.Parts;

/// <summary>A block as readers get it. Its texts are slices of its entry's buffer: of a large site, texts are most of what it weighs.</summary>
public abstract class Block(PublishedEntry owner, Text key)
{
    protected PublishedEntry Owner => owner;

    public Text Key => key;

    public RichText Body => RichText.Body(owner, request => [ToFlow(request)]);

    /// <summary>The block as running text; what is not public says nothing.</summary>
    public abstract Flow ToFlow(Request request);

    /// <summary>The texts by which readers can find it: its own only.</summary>
    /// <param name="path">Of the block.</param>
    public virtual IEnumerable<Passage> PassagesAt(PassagePath path) => [];

    public static Block Read(PublishedEntry owner, BlockContent content, TextBuffer texts) => content switch
    {
        { Paragraph: { } c } => new Paragraph(owner, texts.Add(c.Key), texts.Add(c.Text)),
        { BulletList: { } c } => new BulletList(owner, texts.Add(c.Key), ListBlock.Read(c.Items, texts)),
        { NumberedList: { } c } => new NumberedList(owner, texts.Add(c.Key), ListBlock.Read(c.Items, texts), c.Start ?? 1),
        { Callout: { } c } => new Callout(owner, texts.Add(c.Key), c.Kind, texts.AddOptional(c.Heading), texts.Add(c.Text)),
        { Quote: { } c } => new Quote(owner, texts.Add(c.Key), texts.Add(c.Text), texts.AddOptional(c.Source)),
        { Table: { } c } => new Table(owner, texts.Add(c.Key), texts.AddOptional(c.Caption), texts.AddAll(c.Header), [.. c.Rows.Select(texts.AddAll)]),
        { SymptomListBlock: { } c } => new SymptomListBlock(owner, texts.Add(c.Key), c.EntryId),
        { FaqBlock: { } c } => new FaqBlock(owner, texts.Add(c.Key), c.EntryIds),
        { CallToAction: { } c } => new CallToAction(owner, texts.Add(c.Key), texts.Add(c.Label), c.ProgramId, c.Url, texts.AddOptional(c.Phone)),
        { HelpLineBlock: { } c } => new HelpLineBlock(owner, texts.Add(c.Key), c.EntryId),
        _ => throw new InvalidOperationException("A stored block has no field."),
    };
}

public sealed class Paragraph(PublishedEntry owner, Text key, Text text) : Block(owner, key)
{
    public RichText Text => field ??= RichText.Inline(Owner, text);

    public override Flow ToFlow(Request request) => new ParagraphFlow(text.ToString());

    public override IEnumerable<Passage> PassagesAt(PassagePath path) => PartPassages.Markdown(PassageKind.Body, path.To("text"), text);
}

/// <summary>An item of a list and its depth, 1 to 3.</summary>
public sealed record ListItem(RichText Text, int Level);

/// <summary>Both kinds of list.</summary>
public abstract class ListBlock(PublishedEntry owner, Text key, IReadOnlyList<(Text Text, int Level)> items, bool isNumbered, int start) : Block(owner, key)
{
    public IReadOnlyList<ListItem> Items => field ??= [.. items.Select(i => new ListItem(RichText.Inline(Owner, i.Text), i.Level))];

    public int Start => start;

    public override Flow ToFlow(Request request) => new ListFlow(isNumbered, Start, [.. items.Select(i => (i.Text.ToString(), i.Level))]);

    public override IEnumerable<Passage> PassagesAt(PassagePath path) =>
        items.Index().SelectMany(i => PartPassages.Markdown(PassageKind.Body, path.To("items").To(i.Index).To("text"), i.Item.Text));

    internal static IReadOnlyList<(Text Text, int Level)> Read(IReadOnlyList<ListItemContent> items, TextBuffer texts) => [.. items.Select(i => (texts.Add(i.Text), i.Level))];
}

public sealed class BulletList(PublishedEntry owner, Text key, IReadOnlyList<(Text Text, int Level)> items) : ListBlock(owner, key, items, isNumbered: false, start: 1);

public sealed class NumberedList(PublishedEntry owner, Text key, IReadOnlyList<(Text Text, int Level)> items, int start) : ListBlock(owner, key, items, isNumbered: true, start);

public sealed class Callout(PublishedEntry owner, Text key, CalloutKind kind, Text? heading, Text text) : Block(owner, key)
{
    public CalloutKind Kind => kind;

    public Text? Heading => heading;

    public RichText Text => field ??= RichText.Inline(Owner, text);

    public override Flow ToFlow(Request request) => new BoxFlow(kind, heading?.ToString(), text.ToString());

    public override IEnumerable<Passage> PassagesAt(PassagePath path) =>
        [.. PartPassages.Plain(PassageKind.Heading, path.To("heading"), heading), .. PartPassages.Markdown(PassageKind.Body, path.To("text"), text)];
}

public sealed class Quote(PublishedEntry owner, Text key, Text text, Text? source) : Block(owner, key)
{
    public RichText Text => field ??= RichText.Inline(Owner, text);

    public Text? Source => source;

    public override Flow ToFlow(Request request) => new QuoteFlow(text.ToString(), source?.ToString());

    public override IEnumerable<Passage> PassagesAt(PassagePath path) => PartPassages.Markdown(PassageKind.Body, path.To("text"), text);
}

/// <summary>One row of a table.</summary>
public sealed record TableRow(IReadOnlyList<RichText> Cells);

public sealed class Table(PublishedEntry owner, Text key, Text? caption, IReadOnlyList<Text> header, IReadOnlyList<IReadOnlyList<Text>> rows) : Block(owner, key)
{
    public Text? Caption => caption;

    public IReadOnlyList<RichText> Header => field ??= [.. header.Select(cell => RichText.Inline(Owner, cell))];

    public IReadOnlyList<TableRow> Rows => field ??= [.. rows.Select(row => new TableRow([.. row.Select(cell => RichText.Inline(Owner, cell))]))];

    public override Flow ToFlow(Request request) => new TableFlow(caption?.ToString(), Strings(header), [.. rows.Select(Strings)]);

    public override IEnumerable<Passage> PassagesAt(PassagePath path) =>
    [
        .. PartPassages.Plain(PassageKind.Body, path.To("caption"), caption),
        .. header.Index().SelectMany(cell => PartPassages.Markdown(PassageKind.Body, path.To("header").To(cell.Index), cell.Item)),
        .. rows.Index().SelectMany(row => row.Item.Index().SelectMany(cell => PartPassages.Markdown(PassageKind.Body, path.To("rows").To(row.Index).To(cell.Index), cell.Item))),
    ];

    private static IReadOnlyList<string> Strings(IReadOnlyList<Text> texts) => [.. texts.Select(text => text.ToString())];
}

public sealed class SymptomListBlock(PublishedEntry owner, Text key, Guid entryId) : Block(owner, key)
{
    public Guid SymptomListId => entryId;

    public SymptomList? SymptomList(Relations relations) => relations.Linked<SymptomList>(Owner, entryId);

    public override Flow ToFlow(Request request) =>
        SymptomList(request.Relations) is { } list ? new SequenceFlow([new HeadingFlow(4, list.Title.ToString(), null), list.ToFlow(groupLevel: 5)]) : new SequenceFlow([]);
}

public sealed class FaqBlock(PublishedEntry owner, Text key, IReadOnlyList<Guid> entryIds) : Block(owner, key)
{
    public IReadOnlyList<Guid> FaqIds => entryIds;

    public IReadOnlyList<FaqEntry> Faqs(Relations relations) => relations.LinkedAll<FaqEntry>(Owner, entryIds);

    public override Flow ToFlow(Request request) => new SequenceFlow([.. Faqs(request.Relations).SelectMany(f => new Flow[] { new HeadingFlow(4, f.Title.ToString(), null), f.ToFlow(request) })]);
}

public sealed class CallToAction(PublishedEntry owner, Text key, Text label, Guid? programId, Uri? url, Text? phone) : Block(owner, key)
{
    public Text Label => label;

    public Guid? ProgramId => programId;

    public Program? Program(Relations relations) => relations.Linked<Program>(Owner, programId);

    public Uri? Url => url;

    public Text? Phone => phone;

    public override Flow ToFlow(Request request) => new ActionFlow(label.ToString(), this switch
    {
        { Url: { } page } => page.OriginalString,
        { Phone: { } number } => $"tel:{string.Concat(number.ToString().Where(c => char.IsAsciiDigit(c) || c == '+'))}",
        _ when Program(request.Relations) is { } program => request.PageOf(program).ToString(),
        _ => null,
    });

    public override IEnumerable<Passage> PassagesAt(PassagePath path) => PartPassages.Plain(PassageKind.Body, path.To("label"), label);
}

public sealed class HelpLineBlock(PublishedEntry owner, Text key, Guid entryId) : Block(owner, key)
{
    public Guid HelpLineId => entryId;

    public HelpLine? HelpLine(Relations relations) => relations.Linked<HelpLine>(Owner, entryId);

    public override Flow ToFlow(Request request) => HelpLine(request.Relations) is { } line ? line.ToFlow() : new SequenceFlow([]);
}

/// <summary>A part of a page under one heading.</summary>
public sealed class Section
{
    private readonly PublishedEntry _owner;
    private readonly IReadOnlyList<Section> _siblings;
    private readonly IReadOnlyList<string> _companions;

    private Section(PublishedEntry owner, SectionContent content, IReadOnlyList<Section> siblings, TextBuffer texts)
    {
        (_owner, _siblings, _companions) = (owner, siblings, content.Companions);
        Key = texts.Add(content.Key);
        Anchor = texts.Add(content.Anchor ?? content.Key);
        Heading = texts.AddOptional(content.Heading);
        (Level, Aspect, StandsAlone) = (content.Level, content.Aspect, content.StandsAlone);
        Blocks = content.Blocks.Select(b => Block.Read(owner, b, texts)).ToArray();
    }

    public Text Key { get; }

    public Text Anchor { get; }

    public Text? Heading { get; }

    public int Level { get; }

    public IReadOnlyList<Block> Blocks { get; }

    public RichText Body => RichText.Body(_owner, request => Blocks.Select(b => b.ToFlow(request)));

    public HealthAspect? Aspect { get; }

    public bool StandsAlone { get; }

    public IReadOnlyList<Section> Companions => [.. _siblings.Where(s => _companions.Contains(s.Key.ToString()))];

    public IEnumerable<Flow> ToFlow(Request request) =>
        [.. Heading is { } heading ? [new HeadingFlow(Level, heading.ToString(), Anchor.ToString())] : Array.Empty<Flow>(), .. Blocks.Select(b => b.ToFlow(request))];

    public static IReadOnlyList<Section> ReadAll(PublishedEntry owner, IReadOnlyList<SectionContent> contents, TextBuffer texts)
    {
        var all = new Section[contents.Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new(owner, contents[i], all, texts);
        }

        return all;
    }
}
