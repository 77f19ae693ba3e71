using ContentHub.Content.FaqEntries;
using ContentHub.Content.Parts;
using ContentHub.Editorial.Checks.Matching;
using ContentHub.Importing.Pages.Reading;

namespace ContentHub.Importing.Pages.Shaping;

/// <summary>Makes questions of what a page asks and answers. The same question twice is one; one that is there already is pointed to.</summary>
internal sealed class QuestionSections(IReadOnlyList<Guid> topics, ImportKnowledge knowledge, ImportDrafts drafts, PageNotes notes)
{
    private const double AlikeMin = 0.85;
    private const int QuestionCharactersMax = 300;
    private const int ShortAnswerCharactersMax = 600;
    private const int QuestionsMax = 100;
    private readonly List<(string Question, Guid Id)> _made = [];

    /// <summary>Entry ids of all questions of the page, new or not.</summary>
    public IReadOnlyList<Guid> Ids => [.. _made.Select(m => m.Id).Distinct()];

    /// <param name="structured">What the page tells search engines: it says for sure what is a question and what its answer.</param>
    public IReadOnlyList<PageSection> Shape(IReadOnlyList<PageSection> sections, IReadOnlyList<QuestionPiece> structured)
    {
        var shaped = new List<PageSection>();
        for (var i = 0; i < sections.Count; i++)
        {
            var section = Inside(sections[i]);
            var hasBelow = i + 1 < sections.Count && sections[i + 1].Level > section.Level && section.Type is not HeadingType.FaqGroup;
            var group = InGroup(sections, i);
            if (group || (IsQuestion(section) && !hasBelow))
            {
                Add(shaped, section, isInGroup: group, Sure(section.Heading!, structured));
            }
            else
            {
                shaped.Add(section);
                AlsoAsk(section, hasBelow);
            }
        }

        foreach (var question in structured.Where(q => Find(q.Question) is null))
        {
            if (Take(question.Question, question.Answer, Confidence.High) is { } id)
            {
                shaped.Add(new(null, 2, Confidence.High, [new QuestionsPiece([id])]));
            }
        }

        return Merged(shaped);
    }

    /// <summary>Questions that the markup pairs with their answers.</summary>
    private PageSection Inside(PageSection section)
    {
        if (!section.Pieces.Any(p => p is QuestionPiece))
        {
            return section;
        }

        return section with
        {
            Pieces = [.. section.Pieces.SelectMany(p => p is QuestionPiece question && Take(question.Question, question.Answer, Confidence.High) is { } id ? [new QuestionsPiece([id])] : (IEnumerable<Piece>)[p])],
        };
    }

    /// <summary>Below a heading such as “Frequently asked questions”, deeper ones and questions are asked.</summary>
    private static bool InGroup(IReadOnlyList<PageSection> sections, int i)
    {
        if (sections[i].Heading is null || sections[i].Type is HeadingType.FaqGroup or HeadingType.CallToAction)
        {
            return false;
        }

        for (var before = i - 1; before >= 0; before--)
        {
            if (sections[before].Type is HeadingType.FaqGroup)
            {
                return sections[i].Level > sections[before].Level || sections[i].Heading!.EndsWith('?');
            }

            if (sections[before].Level < sections[i].Level || (sections[before].Level == sections[i].Level && sections[i].Heading!.EndsWith('?') != sections[before].Heading?.EndsWith('?')))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsQuestion(PageSection section) => section.Heading is { Length: <= QuestionCharactersMax } heading && section.Pieces.Count > 0
        && (heading.EndsWith('?') ? section.Type is not (HeadingType.CallToAction or HeadingType.CalloutEmergency or HeadingType.KeyPoints) && section.Match?.Id != "what-is" && !section.Pieces.Any(p => p is SymptomsPiece) : section.Match?.Id == "when-help");

    /// <summary>What something is, is told by the article and asked as well.</summary>
    private void AlsoAsk(PageSection section, bool hasBelow)
    {
        if (section is { Match.Id: "what-is", Heading: { } heading } && heading.EndsWith('?') && !hasBelow && section.Pieces.All(p => p is ParagraphPiece or ListPiece) && section.Pieces.Count > 0)
        {
            Take(heading, section.Pieces, Confidence.Medium);
        }
    }

    private void Add(List<PageSection> shaped, PageSection section, bool isInGroup, QuestionPiece? sure)
    {
        // Of two answers the longer one says more; what only the other says is told as left out.
        var isShown = sure is null || section.Text.Length >= string.Join('\n', sure.Answer.SelectMany(PieceTexts.Of)).Length;
        var answer = isShown ? [.. section.Pieces.Where(p => p is not (CallPiece or SymptomsPiece or QuestionsPiece))] : sure!.Answer;
        IReadOnlyList<Piece> beside = [.. section.Pieces.Where(p => p is CallPiece or SymptomsPiece or QuestionsPiece)];
        if (Take(section.Heading!, answer, sure is not null ? Confidence.High : section.Confidence is Confidence.High ? Confidence.Medium : Confidence.Low) is not { } id)
        {
            shaped.Add(section);
            return;
        }

        // In a group, the questions stand together under its heading.
        if (isInGroup && shaped.LastOrDefault() is { } before && (before.Type is HeadingType.FaqGroup || before.Pieces is [.., QuestionsPiece]))
        {
            shaped[^1] = before with { Pieces = [.. before.Pieces, new QuestionsPiece([id]), .. beside] };
        }
        else
        {
            shaped.Add(section with { Pieces = [new QuestionsPiece([id]), .. beside], Aspect = section.Match?.Aspect });
        }
    }

    private static QuestionPiece? Sure(string question, IReadOnlyList<QuestionPiece> structured) => structured.FirstOrDefault(q => IsSame(q.Question, question));

    private Guid? Find(string question) => _made.Find(m => IsSame(m.Question, question)) is { Question: not null } found ? found.Id : null;

    private static bool IsSame(string one, string other) => Key(one) == Key(other) || Shingles.SameWords(one, other) >= AlikeMin;

    private static string Key(string question) => string.Join(' ', Shingles.WordsOf(question));

    /// <returns>The question's entry id; null when there is nothing to make of it.</returns>
    private Guid? Take(string question, IReadOnlyList<Piece> answer, Confidence confidence)
    {
        if (Find(question) is { } same)
        {
            notes.Leave(string.Join('\n', answer.SelectMany(PieceTexts.Of)), $"“{question}” is asked twice on the page");
            notes.Leave(question, "asked twice on the page");
            return same;
        }

        var plain = string.Join(' ', answer.SelectMany(PieceTexts.Of));
        if (question.Length > QuestionCharactersMax || !plain.Any(char.IsLetter) || _made.Count >= QuestionsMax)
        {
            return null;
        }

        if (knowledge.Questions.FirstOrDefault(q => Key(q.Question) == Key(question)) is { } there)
        {
            notes.Leave($"{question}\n{string.Join('\n', answer.SelectMany(PieceTexts.Of))}", $"“{there.Question}” is answered already");
            notes.Find("faq-reused", $"“{there.Question}” is answered already; the article points to that answer, which was not changed.", "Change that answer if the page knows better.", ImportDrafts.ArticlePath);
            _made.Add((question, there.EntryId));
            return there.EntryId;
        }

        IReadOnlyList<BlockContent> blocks = new BlockWriter(notes, drafts.NextPath).Write(answer, ["answer"]);
        if (blocks.Count > MaxItems)
        {
            return null;
        }

        var id = drafts.Add("FAQ_ENTRY", new FaqEntryContent { Question = question, ShortAnswer = Summaries.Of(string.Join(' ', answer.OfType<ParagraphPiece>().Select(p => p.Text.Plain)), ShortAnswerCharactersMax), Answer = blocks, Topics = topics }, confidence,
            confidence is Confidence.High ? "the page pairs question and answer" : "its heading asks, or tells when to seek help");
        _made.Add((question, id));
        return id;
    }

    /// <summary>A document's field holds as many blocks as this.</summary>
    private const int MaxItems = 100;

    /// <summary>Questions side by side are one block.</summary>
    private static IReadOnlyList<PageSection> Merged(IReadOnlyList<PageSection> sections) => [.. sections.Select(s => s with
    {
        Pieces = s.Pieces.Aggregate(new List<Piece>(), (merged, piece) =>
        {
            if (piece is QuestionsPiece next && merged.LastOrDefault() is QuestionsPiece last)
            {
                merged[^1] = new QuestionsPiece([.. last.EntryIds.Union(next.EntryIds)]);
            }
            else
            {
                merged.Add(piece);
            }

            return merged;
        }),
    })];
}
