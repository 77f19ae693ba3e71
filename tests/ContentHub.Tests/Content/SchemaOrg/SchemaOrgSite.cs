using System.Text.Json.Nodes;
using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Content.Articles;
using ContentHub.Content.Entries;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.GlossaryTerms;
using ContentHub.Content.HelpLines;
using ContentHub.Content.Locations;
using ContentHub.Content.Parts;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Topics;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Editorial;
using ContentHub.Editorial.Documents;
using ContentHub.Storage;

namespace ContentHub.Tests.Content.SchemaOrg;

/// <summary>A small site with everything filled in, put together without a database.</summary>
internal sealed class SchemaOrgSite
{
    public static readonly DateTimeOffset PublishedAt = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

    // Late in the evening of 1 March in California.
    public static readonly ReviewRow Review = new(Id(900), "Dr. Ada Sample", new DateTimeOffset(2026, 3, 2, 5, 0, 0, TimeSpan.Zero), new DateOnly(2027, 3, 1));

    private static readonly SiteOptions Options = new() { Name = "Harbor Sample Clinic" };

    private readonly List<PublishedEntry> _entries = [];

    public IReadOnlyList<PublishedEntry> Entries => _entries;

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>Puts an entry on the site; its slug is its type and number unless the document has one.</summary>
    public TEntry Add<TContent, TEntry>(ContentType type, int number, TContent content, ReviewRow? review = null, bool isRetracted = false, Guid[]? uses = null)
        where TContent : class, IEntryContent
        where TEntry : PublishedEntry
    {
        var of = (ContentType<TContent, TEntry>)type;
        var row = new PublishedRow
        {
            VariantId = Id(number + 1000),
            EntryId = Id(number),
            Type = type.Name,
            Locale = "en-US",
            Version = 1,
            IsRetracted = isRetracted,
            Document = "{}",
            References = uses ?? [],
            FirstPublishedAt = PublishedAt,
            PublishedAt = PublishedAt.AddDays(1),
            ContentModifiedAt = PublishedAt.AddHours(2),
            Review = review,
        };
        var texts = new TextBuffer();
        var envelope = new EntryEnvelope(type, row, texts.Add(content.Slug ?? $"{type.Kebab}-{number}"), texts.Add(content.Heading ?? ""), content.AllTopics, uses ?? [], null);
        var entry = of.Reading(envelope, isRetracted ? of.Retracted(content) : content, texts);
        texts.Seal();
        _entries.Add(entry);
        return entry;
    }

    public Request Request() => new(
        Published.Empty(new SiteLocales(Options)).Advance(Id(1), 1, _entries.Select(e => (e.VariantId, (PublishedEntry?)e))),
        new Uri("https://clinic.example"), Options, new SiteCalendar(TimeZoneInfo.FindSystemTimeZoneById(Options.TimeZone), new DateOnly(2026, 3, 10)), Caller.Anonymous, null!);

    public JsonObject JsonLdOf(PublishedEntry entry) => JsonNode.Parse(JsonLd.Of(entry, Request()))!.AsObject();

    public Topic Topic(int number, TopicContent content) => Add<TopicContent, Topic>(TopicModule.Type, number, content);

    public Article Article(int number, ArticleContent content, ReviewRow? review = null, bool isRetracted = false) =>
        Add<ArticleContent, Article>(ArticleModule.Type, number, content, review, isRetracted);

    public SymptomList SymptomList(int number, SymptomListContent content, ReviewRow? review = null) =>
        Add<SymptomListContent, SymptomList>(SymptomListModule.Type, number, content, review);

    public FaqEntry FaqEntry(int number, FaqEntryContent content, ReviewRow? review = null) =>
        Add<FaqEntryContent, FaqEntry>(FaqEntryModule.Type, number, content, review);

    public ContentHub.Content.Programs.Program Program(int number, ProgramContent content) =>
        Add<ProgramContent, ContentHub.Content.Programs.Program>(ProgramModule.Type, number, content, uses: [.. content.Locations, .. content.Treats]);

    public ContentHub.Content.People.Person Person(int number, PersonContent content) =>
        Add<PersonContent, ContentHub.Content.People.Person>(PersonModule.Type, number, content);

    public Location Location(int number, LocationContent content) => Add<LocationContent, Location>(LocationModule.Type, number, content);

    public GlossaryTerm GlossaryTerm(int number, GlossaryTermContent content) => Add<GlossaryTermContent, GlossaryTerm>(GlossaryTermModule.Type, number, content);

    public HelpLine HelpLine(int number, HelpLineContent content) => Add<HelpLineContent, HelpLine>(HelpLineModule.Type, number, content);

    public static SectionContent Section(string key, string text, HealthAspect? aspect = null) => new()
    {
        Key = key,
        Heading = $"About {key}",
        Aspect = aspect,
        Blocks = [Paragraph(text)],
    };

    public static BlockContent Paragraph(string text) => new() { Paragraph = new() { Key = "p", Text = text } };

    public static ContentHub.Content.Parts.Reference Source { get; } = new()
    {
        Key = "label",
        Title = "Klonopin (clonazepam) tablets: label",
        Publisher = "FDA",
        Url = new Uri("https://www.accessdata.fda.gov/label.pdf"),
        Published = new DateOnly(2023, 1, 31),
    };

    public static MedicalCode Code(CodeSystem system, string code) => new() { System = system, Code = code, Display = $"Display of {code}" };

    /// <summary>One of everything, every field set, and every kind that maps to a type of its own.</summary>
    public static SchemaOrgSite Full()
    {
        var site = new SchemaOrgSite();
        site.AddTopics();
        site.AddCare();
        site.AddClinical();
        return site;
    }

    private void AddTopics()
    {
        Topic(10, new() { Title = "Benzodiazepines", Kind = TopicKind.SubstanceClass, Summary = "A family of medicines.", AlternateNames = ["Benzos"], Codes = [Code(CodeSystem.Mesh, "D001569")], References = [Source] });
        Topic(11, new() { Title = "Clonazepam", Kind = TopicKind.Substance, Summary = "A benzodiazepine.", AlternateNames = ["Klonopin"], Codes = [Code(CodeSystem.Rxnorm, "2598"), Code(CodeSystem.Mesh, "D002998")], Parent = Id(10) });
        Topic(12, new() { Title = "Alcohol", Kind = TopicKind.Substance, Summary = "A drink.", Codes = [Code(CodeSystem.Mesh, "D000431")] });
        Topic(13, new() { Title = "Panic disorder", Kind = TopicKind.Condition, Summary = "Attacks of fear.", Codes = [Code(CodeSystem.Icd10cm, "F41.0"), Code(CodeSystem.Snomedct, "371631005")] });
        Topic(14, new() { Title = "Therapy", Kind = TopicKind.Treatment, Summary = "Talking that helps.", Codes = [Code(CodeSystem.Loinc, "44249-1")] });
        Topic(15, new() { Title = "Home", Kind = TopicKind.Collection, Summary = "What to read first.", AlternateNames = ["Start"], Featured = [Id(11), Id(30)] });
    }

    private void AddCare()
    {
        Person(20, new() { Title = "Dr. Ada Sample", Credentials = ["MD", "PhD"], Role = "Medical reviewer", Biography = "She *reviews*.", IsSample = true, Topics = [Id(11)] });
        Location(21, new()
        {
            Title = "San Diego", Street = "1 Sample Street", City = "San Diego", Region = "CA", PostalCode = "92101", Country = new("US"), Latitude = 32.7, Longitude = -117.2,
            TimeZone = "America/Los_Angeles", OpeningHours = ["Mon-Fri 09:00-17:00", "Closed on holidays"], Accessibility = ["Step-free entrance"],
            Contact = new() { Phone = "555-0100", Email = "desk@clinic.example", Url = new Uri("https://clinic.example/form"), Note = "We answer within a day." },
        });
        Program(22, new()
        {
            Title = "Intensive Outpatient Program", Summary = "Nine hours a week.", Topics = [Id(14)], Treats = [Id(13)], Locations = [Id(21)], Therapies = [Therapy.Individual, Therapy.Medication],
            Sections = [Section("week", "Three evenings.", HealthAspect.HowItWorks)], References = [Source],
        });
        Program(23, new() { Title = "Group Therapy", Summary = "One evening a week.", Locations = [Id(21)], Therapies = [Therapy.Group] });
        GlossaryTerm(24, new() { Title = "Tolerance", Definition = "When the same amount does **less**.", AlternateNames = ["Habituation"], Codes = [Code(CodeSystem.Mesh, "D004361")], Topics = [Id(11)], References = [Source] });
        HelpLine(25, new()
        {
            Title = "988 Suicide & Crisis Lifeline", Phone = "988", Text = "988", ChatUrl = new Uri("https://988lifeline.org"), Hours = "24/7", Countries = [new("US")],
            Languages = ["en", "es"], Summary = "A trained counselor listens.", Topics = [Id(13)],
        });
    }

    private void AddClinical()
    {
        Article(30, new()
        {
            Title = "Signs of clonazepam dependence", Summary = "What to look out for.", Audience = Audience.Patient, Topics = [Id(11), Id(13), Id(15)], Authors = [Id(20)],
            Sections = [.. Enum.GetValues<HealthAspect>().Select(a => Section($"{a}".ToLowerInvariant(), "Some **text**.", a)), Section("plain", "No aspect.")], References = [Source],
        }, Review);
        SymptomList(31, new()
        {
            Title = "Clonazepam withdrawal", Introduction = "These can come.", Topics = [Id(11)], References = [Source], WhenToGetHelp = "Call 911 for a seizure.",
            Groups =
            [
                new()
                {
                    Key = "body", Category = SymptomCategory.Physical,
                    Symptoms =
                    [
                        new() { Key = "headache", Name = "Headache", Codes = [Code(CodeSystem.Icd10cm, "R51.9")] },
                        new() { Key = "seizure", Name = "Seizure", Description = "The body shakes.", Severity = SymptomSeverity.Emergency, Action = "Call 911 now." },
                    ],
                },
            ],
        }, Review);
        FaqEntry(32, new() { Question = "Can I stop suddenly?", ShortAnswer = "No.", Answer = [Paragraph("No. Ask **first**, and read [this](entry:" + Id(30) + ").")], Topics = [Id(11)], References = [Source] }, Review);
    }
}
