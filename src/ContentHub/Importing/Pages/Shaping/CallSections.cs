using System.Text.RegularExpressions;
using ContentHub.Editorial.Checks;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Editorial.Texts;
using ContentHub.Importing.Pages.Data;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>
/// What sells: programs are written once, calls to act point to them, and sentences that only sell are left out. What tells where to turn in
/// an emergency always stays.
/// </summary>
/// <param name="subject">What the page is about, in words.</param>
internal sealed partial class CallSections(string language, string subject, IReadOnlyList<KnownPlace> places, ProgramDrafts programs, PageNotes notes)
{
    private const int LabelCharactersMax = 60;
    private const int BlurbCharactersMin = 40;
    private static readonly Regex Calls = ImportData.Any(ProgramFacts.CallPhrases.En.Concat(ProgramFacts.CallPhrases.Es).Select(p => $@"\b{Regex.Escape(p)}"));
    private readonly HashSet<string> _allowed = [.. Substances.Named(Folding.Of(subject)).Select(n => n.Word.ClassId)];

    private readonly HashSet<string> _strange = [];

    /// <summary>Calls whose facts stand in a program.</summary>
    private readonly HashSet<PageSection> _told = [];

    public IReadOnlyList<PageSection> Shape(IReadOnlyList<PageSection> sections)
    {
        // Programs first: a call may stand above what it calls to.
        var withPrograms = sections.Select(s => s.Type is HeadingType.CallToAction ? s : Programs(s)).ToList();
        foreach (var call in withPrograms.Where(s => s.Type is HeadingType.CallToAction))
        {
            if (programs.Take(Facts(call), call.Heading, Confidence.Low) is not null)
            {
                _told.Add(call);
            }
        }

        return [.. withPrograms.Select(s => s.Type is HeadingType.CallToAction ? Call(s) : Buttons(s)).OfType<PageSection>()];
    }

    /// <summary>A section, or paragraphs of one, that describe a program of ours.</summary>
    private PageSection Programs(PageSection section)
    {
        var isProgram = section.Type is HeadingType.Program;
        if (isProgram && section.Match is { Id: "admission" } && programs.Only is { } known && section.Pieces.OfType<ListPiece>().FirstOrDefault() is { } steps && programs.TakeSteps(known, steps))
        {
            return section with { Pieces = [.. section.Pieces.Where(p => !ReferenceEquals(p, steps)), new CallPiece(Label(section.Heading, known), known, null, null)] };
        }

        var described = section.Pieces.Where(p => p is ParagraphPiece or ListPiece && (isProgram || (p is ParagraphPiece { Text.Plain: { Length: >= BlurbCharactersMin } plain } && IsOurs(plain) && ProgramFacts.Of(plain, language).IsProgram))).ToList();
        if (described.Count == 0 || section.Heading?.EndsWith('?') == true || programs.Take(described, section.Heading, section.Confidence is Confidence.High ? Confidence.Medium : Confidence.Low) is not { } id)
        {
            return section;
        }

        var place = section.Pieces.ToList().IndexOf(described[0]);
        return section with { Pieces = [.. section.Pieces.Take(place).Except(described), new CallPiece(Label(section.Heading, id), id, null, null), .. section.Pieces.Skip(place).Except(described)] };
    }

    private static bool IsOurs(string text) => OurProgram().IsMatch(Folding.Of(text));

    private string Label(string? heading, Guid id) => heading is { Length: > 0 and <= LabelCharactersMax } && ProgramFacts.Of(heading, language).Name is not null ? heading : programs.TitleOf(id) is var title && title.Length <= 100 ? title : title[..100];

    /// <summary>Sentences of a call that say something of a program.</summary>
    private IReadOnlyList<Piece> Facts(PageSection call) =>
        [.. call.Pieces.OfType<ParagraphPiece>().Select(p => string.Join(' ', Sentences.Of(p.Text.Plain).Where(s => IsFact(s.Text)).Select(s => s.Text))).Where(t => t.Length > 0).Select(t => new ParagraphPiece(PageText.Of(t)))];

    private bool IsFact(string sentence) => ProgramFacts.Of(sentence, language) is { HasFacts: true } facts && (facts.HasMoreThanName || !Calls.IsMatch(Folding.Of(sentence)));

    private PageSection? Call(PageSection section)
    {
        var sentences = section.Pieces.SelectMany(PieceTexts.Of).SelectMany(t => Sentences.Of(t)).Select(s => s.Text).ToList();
        Strangers(sentences.Prepend(section.Heading!));
        var actions = section.Pieces.OfType<ActionPiece>().ToList();
        var program = programs.Named($"{section.Heading} {section.Text}") ?? programs.Only;
        var kept = sentences.Where(IsHelp).ToList();
        var isTold = _told.Contains(section);
        foreach (var sentence in sentences.Where(s => !IsHelp(s) && !(isTold && IsFact(s))))
        {
            notes.Leave(sentence, "sales text");
        }

        var label = actions.Select(a => a.Text.Plain).Append(section.Heading!).Where(t => t.Length <= LabelCharactersMax).MinBy(t => t.Length) ?? (language == "es" ? "Contáctenos" : "Contact us");
        var piece = Piece(label, program, actions.Select(a => a.Href).FirstOrDefault(h => h is not null), section.Text);
        if (piece is null)
        {
            notes.Find("cta-without-target", $"“{BlockWriter.Short(section.Heading!)}” calls readers to act, but it does not say where to: no program, page or number was found.", "Add a call to action that leads to a program, a page or a number.", ImportDrafts.ArticlePath);
        }

        if (piece is null && kept.Count == 0)
        {
            notes.Leave(section.Heading!, "sales text");
            return null;
        }

        return section with { Pieces = [.. kept.Select(k => new ParagraphPiece(PageText.Of(k))), .. piece is null ? Array.Empty<Piece>() : [piece]] };
    }

    /// <summary>Buttons, and paragraphs that do nothing but call, in a section that has other things to say.</summary>
    private PageSection Buttons(PageSection section)
    {
        var pieces = new List<Piece>();
        foreach (var piece in section.Pieces)
        {
            if (piece is ActionPiece action)
            {
                Strangers([action.Text.Plain]);
                var call = Piece(action.Text.Plain, programs.Named(action.Text.Plain) ?? (action.Href is null ? programs.Only : null), action.Href, action.Text.Plain);
                if (call is null || action.Text.Plain.Length > 100)
                {
                    notes.Leave(action.Text.Plain, "button that leads nowhere from here");
                    notes.Find("cta-without-target", $"The button “{BlockWriter.Short(action.Text.Plain)}” leads nowhere from here.", "Add a call to action that leads to a program, a page or a number.", ImportDrafts.ArticlePath);
                    continue;
                }

                pieces.Add(call);
            }
            else if (piece is ParagraphPiece { Text.Plain: { Length: < 1000 } plain } && Calls.Count(Folding.Of(plain)) >= 2)
            {
                pieces.AddRange(Selling(plain));
            }
            else
            {
                pieces.Add(piece);
            }
        }

        return section with { Pieces = pieces };
    }

    /// <summary>A paragraph with two phrases that call: a call, and what else it says.</summary>
    private IEnumerable<Piece> Selling(string plain)
    {
        var sentences = Sentences.Of(plain).Select(s => s.Text).ToList();
        Strangers(sentences);
        var said = sentences.Where(s => IsHelp(s) || !Calls.IsMatch(Folding.Of(s))).ToList();
        if (Piece(language == "es" ? "Contáctenos" : "Contact us", programs.Named(plain) ?? programs.Only, null, plain) is not { } call)
        {
            notes.Find("cta-without-target", $"“{BlockWriter.Short(plain)}” calls readers to act, but it does not say where to.", "Put a call to action in its place, or take it out.", ImportDrafts.ArticlePath);
            return [new ParagraphPiece(PageText.Of(plain))];
        }

        sentences.Except(said).ToList().ForEach(s => notes.Leave(s, "sales text"));
        return [.. said.Count == 0 ? Array.Empty<Piece>() : [new ParagraphPiece(PageText.Of(string.Join(' ', said)))], call];
    }

    private static CallPiece? Piece(string label, Guid? program, string? href, string text)
    {
        var phone = href?.StartsWith("tel:", StringComparison.Ordinal) == true ? href[4..] : LineShapes.PhoneIn(text);
        return program is not null ? new(label, program, null, null)
            : href is not null && Uri.TryCreate(System.Net.WebUtility.HtmlDecode(href), UriKind.Absolute, out var url) && url.Scheme == "https" ? new(label, null, url, null)
            : phone is { Length: > 0 and <= 40 } ? new(label, null, null, phone)
            : null;
    }

    /// <summary>Pasted blocks are where the wrong substance hides; what is left out is told too.</summary>
    private void Strangers(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            if (places.Count > 0 && ProgramFacts.PlaceIn(sentence) is { } place && !places.Any(p => string.Equals(p.City, place, StringComparison.OrdinalIgnoreCase)) && _strange.Add(place))
            {
                notes.Find("place-unknown", $"The call to act names {place}, which is none of our places: “{BlockWriter.Short(sentence)}”. Was it pasted from another page?", "Add the place if it is one of ours.", ImportDrafts.ArticlePath);
            }

            if (_allowed.Count == 0)
            {
                continue;
            }

            var named = Substances.Named(Folding.Of(sentence));
            if (named.Count > 0 && !named.Any(n => _allowed.Contains(n.Word.ClassId) || n.Word.Treats.Any(_allowed.Contains)))
            {
                notes.Find("substance-mismatch", $"The call to act speaks of {Substances.NameOf(named[0].Word.ClassId, "en")}, which the page is not about: “{BlockWriter.Short(sentence)}”. Was it pasted from another page?", "Put the right word in wherever the text is used again.", ImportDrafts.ArticlePath);
            }
        }
    }

    /// <summary>Where to turn in an emergency is never sales text.</summary>
    private static bool IsHelp(string sentence) => Help().IsMatch(Folding.Of(sentence));

    [GeneratedRegex(@"\b(?:911|988|112|024)\b|\bemergency room\b|\boverdos\w*|\bsuicid\w*|\bpoison\b", RegexOptions.NonBacktracking)]
    private static partial Regex Help();

    [GeneratedRegex(@"\b(?:our|we|nuestr[oa]s?)\b", RegexOptions.NonBacktracking)]
    private static partial Regex OurProgram();
}
