using ContentHub.Content.Parts;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Takes out of the sections what is no section of an article: sources, key points, furniture, who wrote it.</summary>
internal sealed class SpecialSections(PageNotes notes)
{
    private const int ReferencesMax = 100;
    private const int KeyPointsMax = 10;
    private const int KeyPointCharactersMax = 300;
    private readonly List<Reference> _references = [];
    private readonly List<string> _keyPoints = [];

    public IReadOnlyList<Reference> References => _references;

    public IReadOnlyList<string> KeyPoints => _keyPoints;

    public IReadOnlyList<PageSection> Shape(IReadOnlyList<PageSection> sections) => [.. sections.Select(Shape).OfType<PageSection>()];

    private PageSection? Shape(PageSection section)
    {
        switch (section.Type)
        {
            case HeadingType.LeftOut:
                Leave(section, "site furniture");
                return null;
            case HeadingType.PersonOrReview:
                Leave(section, "says who wrote or reviewed the page, or when");
                notes.Find("review-not-taken", $"The page has a part “{section.Heading}”. That counts for the old page, not for these drafts.", "Name the authors here, and have a clinician approve the drafts.");
                return null;
            case HeadingType.References:
                return WithoutReferences(section);
            case HeadingType.KeyPoints:
                return WithoutKeyPoints(section);
            case HeadingType.CalloutEmergency when section.Pieces.Any(p => p is ParagraphPiece):
                return section with { Pieces = [.. section.Pieces.Select(p => p is ParagraphPiece paragraph ? new EmergencyPiece(paragraph.Text) : p)], Aspect = HealthAspect.MedicalHelpEmergency };
            default:
                return section;
        }
    }

    private void Leave(PageSection section, string reason)
    {
        notes.Leave(section.Heading!, reason);
        foreach (var text in section.Pieces.SelectMany(PieceTexts.Of))
        {
            notes.Leave(text, reason);
        }
    }

    private PageSection? WithoutReferences(PageSection section)
    {
        var rest = new List<Piece>();
        foreach (var piece in section.Pieces)
        {
            IEnumerable<PageText> texts = piece switch { ListPiece list => list.Items.Select(i => i.Text), ParagraphPiece paragraph => [paragraph.Text], _ => [] };
            if (piece is not (ListPiece or ParagraphPiece) || texts.Any(t => t.Plain.Length > 500) || _references.Count + texts.Count() > ReferencesMax)
            {
                rest.Add(piece);
                continue;
            }

            _references.AddRange(texts.Select(ReferenceOf));
        }

        notes.Leave(section.Heading!, "heading over the sources");
        return rest.Count == 0 ? null : section with { Pieces = rest };
    }

    private Reference ReferenceOf(PageText text)
    {
        var url = text.Markdown.LastIndexOf("](https://", StringComparison.Ordinal) is > 0 and var link ? text.Markdown[(link + 2)..].Split(')')[0] : text.Plain.Split(' ').FirstOrDefault(w => w.StartsWith("https://", StringComparison.OrdinalIgnoreCase))?.TrimEnd('.', ',', ';', ')');
        var isAddress = Uri.TryCreate(System.Net.WebUtility.HtmlDecode(url), UriKind.Absolute, out var address);
        if (!isAddress)
        {
            notes.Find("reference-incomplete", $"The source “{BlockWriter.Short(text.Plain)}” has no address.", "Look it up, and add its publisher and address.", ImportDrafts.ArticlePath);
        }

        return new() { Title = text.Plain, Publisher = isAddress ? address!.Host.Replace("www.", "", StringComparison.Ordinal) : "", Url = isAddress ? address : null };
    }

    private PageSection? WithoutKeyPoints(PageSection section)
    {
        if (section.Pieces is not [ListPiece list] || list.Items.Count > KeyPointsMax || list.Items.Any(i => i.Text.Plain.Length > KeyPointCharactersMax) || _keyPoints.Count > 0)
        {
            return section;
        }

        _keyPoints.AddRange(list.Items.Select(i => i.Text.Plain));
        notes.Leave(section.Heading!, "heading over the key points");
        return null;
    }
}
