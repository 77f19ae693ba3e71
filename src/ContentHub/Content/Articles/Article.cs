using ContentHub.Api;
using ContentHub.Api.Fields;
using ContentHub.Content.FaqEntries;
using ContentHub.Content.Parts;
using ContentHub.Content.People;
using ContentHub.Content.Programs;
using ContentHub.Content.SymptomLists;
using ContentHub.Content.Entries;
using ContentHub.Delivery;
using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Filters;
using ContentHub.Delivery.Search;
using ContentHub.Editorial.Texts;

namespace ContentHub.Content.Articles;

/// <summary>An article as readers get it.</summary>
public sealed class Article : PublishedEntry, IHasSources, IHasText, IHasAudience
{
    private readonly ArticleContent _content;

    public Article(EntryEnvelope envelope, ArticleContent content, TextBuffer texts)
        : base(envelope)
    {
        // What is read once is not kept a second time.
        _content = content with { Sections = [], KeyPoints = [], Summary = null };
        Summary = texts.Add(content.Summary ?? "");
        KeyPoints = texts.AddAll(content.KeyPoints);
        Sections = Section.ReadAll(this, content.Sections, texts);
        Byline = texts.Add(string.Join(", ", content.Authors.Select(envelope.Row.Names.GetValueOrDefault).OfType<string>()));
        Seo = new(texts.Add(content.SeoTitle ?? content.Title ?? ""), texts.Add(content.SeoDescription ?? content.Summary ?? ""), content.NoIndex);
        References = content.References;
    }

    public Text Summary { get; }

    public IReadOnlyList<Text> KeyPoints { get; }

    public Audience Audience => _content.Audience ?? Audience.Patient;

    Enum IHasAudience.Audience => Audience;

    public IReadOnlyList<Guid> AuthorIds => _content.Authors;

    /// <summary>The authors' names as they were when this version went out.</summary>
    public Text Byline { get; }

    public IReadOnlyList<Section> Sections { get; }

    public RichText Body => RichText.Body(this, request => Sections.SelectMany(s => s.ToFlow(request)));

    public Seo Seo { get; }

    public IReadOnlyList<Reference> References { get; }

    public IEnumerable<HealthAspect> Aspects => Sections.Select(s => s.Aspect).OfType<HealthAspect>();

    public override IEnumerable<IndexKey> IndexKeys =>
        [new("audience", IndexKey.ValueOf(Audience)), .. AuthorIds.Distinct().Select(a => new IndexKey("author", IndexKey.ValueOf(a)))];

    public IReadOnlyList<Person> Authors(Relations relations) => relations.LinkedAll<Person>(this, _content.Authors);

    public IReadOnlyList<SymptomList> SymptomLists(Relations relations) => relations.LinkedAll<SymptomList>(this, _content.SymptomLists);

    public IReadOnlyList<FaqEntry> Faqs(Relations relations) => relations.LinkedAll<FaqEntry>(this, _content.Faqs);

    public IReadOnlyList<Program> Programs(Relations relations) => relations.LinkedAll<Program>(this, _content.Programs);

    public override IEnumerable<Passage> Passages =>
        PartPassages.Plain(PassageKind.Lead, "summary", Summary).Concat(PartPassages.Plain(PassageKind.Lead, "keyPoints", KeyPoints)).Concat(PartPassages.Of(Sections));

    public string Abstract(Request request) => Summary.ToString();

    public IEnumerable<Flow> ToText(Request request)
    {
        var words = PageWords.Of(Locale);
        return [.. PageWords.List(words.KeyPoints, KeyPoints), .. Sections.SelectMany(s => s.ToFlow(request))];
    }

    public IEnumerable<PublishedEntry> Beside(Request request)
    {
        var shown = Sections.SelectMany(s => s.Blocks).SelectMany(b => b switch
        {
            SymptomListBlock list => [list.SymptomListId],
            FaqBlock faqs => faqs.FaqIds,
            CallToAction { ProgramId: { } program } => [program],
            _ => Array.Empty<Guid>(),
        });
        return request.ViewOf(this).LinkedAll([.. _content.SymptomLists.Concat(_content.Faqs).Concat(_content.Programs).Except(shown)], Locale);
    }

    public ReadabilityScore Readability(Request request) => Editorial.Texts.Readability.Of(Body.Plain(request), Locale);

    /// <summary>By how many topics they share, then the newest.</summary>
    public IReadOnlyList<Article> Related(int limit, Request request)
    {
        var shared = new Dictionary<Article, int>();

        // A retracted article keeps its topics for the help lines alone.
        foreach (var topic in IsRetracted ? [] : Topics)
        {
            foreach (var article in request.ViewOf(this).Indexed(Type.Name, new IndexKey("topic", IndexKey.ValueOf(topic)), Locale).OfType<Article>())
            {
                if (article.EntryId != EntryId)
                {
                    shared[article] = shared.GetValueOrDefault(article) + 1;
                }
            }
        }

        return [.. shared.OrderByDescending(p => p.Value).ThenByDescending(p => p.Key.PublishedAt).ThenBy(p => p.Key.VariantId).Take(limit).Select(p => p.Key)];
    }
}

/// <summary>For search engines.</summary>
public sealed record Seo(Text Title, Text Description, bool NoIndex);
