using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace ContentHub.Tests.Syndication.PartnerProgram;

/// <summary>People at work, who do at random whatever may be done next. Their acts go to whichever server they meet.</summary>
internal sealed class RandomEditors(Nodes nodes, Random random, Func<string, string> tokenOf, string partnerId)
{
    private const string Payload = "draft { id entryId version state } errors { code message path }";

    /// <summary>One after the other, so that no run is spent in a narrow one.</summary>
    private static readonly object[] Licences =
    [
        new { types = new[] { "GLOSSARY_TERM", "FAQ_ENTRY" } }, new { types = new[] { "GLOSSARY_TERM" } }, new { types = Array.Empty<string>() }, new { types = new[] { "FAQ_ENTRY" } },
    ];

    /// <summary>Chance alone would leave them out in some runs, and they are what matters most.</summary>
    private const int ActsPerRetraction = 25;

    private const int ActsPerUnpublication = 40;

    private const int ActsPerUpdate = 20;

    private const int ActsPerLicence = 20;

    /// <summary>So few that each goes round its life more than once.</summary>
    private const int WorksMax = 20;

    private const int WorksMin = 5;

    private readonly List<Work> _works = [];
    private int _retractions;
    private int _unpublications;
    private int _updates;
    private int _licences;
    private string? _topic;

    /// <summary>Acts that were acknowledged.</summary>
    public int Done { get; private set; }

    /// <summary>One act, or an attempt that nobody answered.</summary>
    public async Task ActAsync()
    {
        if (_topic is null)
        {
            _topic = await TopicAsync();
            return;
        }

        var read = _works.FindAll(w => w.Public is not null);
        if (read.Count > 0 && Done / ActsPerRetraction > _retractions)
        {
            await RetractAsync(read[random.Next(read.Count)]);
        }
        else if (read.Count > 0 && Done / ActsPerUnpublication > _unpublications)
        {
            await UnpublishAsync(read[random.Next(read.Count)]);
        }
        else if (read.Find(w => w.State is "PUBLISHED") is { } published && Done / ActsPerUpdate > _updates)
        {
            await UpdateAsync(published);
        }
        else if (_works.Count < WorksMin || (_works.Count < WorksMax && random.Next(6) == 0))
        {
            await CreateAsync();
        }
        else if (Done / ActsPerLicence > _licences)
        {
            await LicenceAsync();
        }
        else
        {
            await MoveOnAsync(_works[random.Next(_works.Count)]);
        }
    }

    private async Task<string?> TopicAsync()
    {
        var topic = await DoAsync("createTopic", "CreateTopicInput", new { content = new { title = $"Sleep {random.Next()}", kind = "CONDITION", summary = "About sleep." } }, "Editor");
        return topic is not null && await DoAsync("publish", "PublishInput", new { id = (string)topic["id"]!, version = 1 }, "Editor") is not null ? (string)topic["entryId"]! : null;
    }

    private async Task CreateAsync()
    {
        var (isClinical, title) = (random.Next(3) == 0, string.Create(CultureInfo.InvariantCulture, $"Entry {random.Next()} of a test"));
        var topics = new[] { _topic };
        var draft = isClinical
            ? await DoAsync("createFaqEntry", "CreateFaqEntryInput", new { content = new { question = title, shortAnswer = "First text.", topics, references = Sources, answer = new[] { new { paragraph = new { text = "All of it." } } } } }, "Author")
            : await DoAsync("createGlossaryTerm", "CreateGlossaryTermInput", new { content = new { title, definition = "First text.", topics } }, "Author");
        if (draft is not null)
        {
            _works.Add(new((string)draft["id"]!, isClinical) { Head = 1 });
        }
    }

    private async Task LicenceAsync()
    {
        var input = new { partnerId, licence = Licences[_licences % Licences.Length] };
        var data = await nodes.AskAsync(random.Next(2), tokenOf("Admin"), "mutation($input: UpdatePartnerInput!) { updatePartner(input: $input) { errors { code message } } }", new { input });
        Done += data is null ? 0 : 1;
        _licences += data is null ? 0 : 1;
    }

    private async Task MoveOnAsync(Work work)
    {
        var (field, type, role, input) = (work.State, work.Public, random.Next(10)) switch
        {
            ("DRAFT", null, _) => ("submitForReview", "WorkflowInput", "Author", (object)new { id = work.Id, version = work.Head }),
            ("DRAFT", _, < 4) => ("submitForReview", "WorkflowInput", "Author", new { id = work.Id, version = work.Head }),
            ("IN_REVIEW", _, < 7) => ("approve", "ApproveInput", work.IsClinical ? "MedicalReviewer" : "Editor", new { id = work.Id, version = work.Head }),
            ("APPROVED", _, < 8) => ("publish", "PublishInput", "Editor", new { id = work.Id, version = work.Head }),
            (_, { } version, 8) => ("unpublish", "UnpublishInput", "Editor", new { id = work.Id, version }),
            (_, { } version, 7) => ("addNotice", "AddNoticeInput", "Editor", new { id = work.Id, version, kind = "CORRECTION", text = "The second sentence was wrong." }),
            (not "IN_REVIEW" and not "RETRACTED", _, _) => Edit(work),
            _ => ("", "", "", new { }),
        };
        if (field == "")
        {
            return;
        }

        await MoveOnAsync(work, field, type, input, role);
    }

    private async Task UnpublishAsync(Work work)
    {
        await MoveOnAsync(work, "unpublish", "UnpublishInput", new { id = work.Id, version = work.Public }, "Editor");
        _unpublications += work.Public is null ? 1 : 0;
    }

    /// <summary>All the way to readers, who see the text before until then.</summary>
    private async Task UpdateAsync(Work work)
    {
        var (edit, type, _, input) = Edit(work);
        await MoveOnAsync(work, edit, type, input, "Author");
        await StepAsync(work, "DRAFT", "submitForReview", "WorkflowInput", "Author");
        await StepAsync(work, "IN_REVIEW", "approve", "ApproveInput", work.IsClinical ? "MedicalReviewer" : "Editor");
        await StepAsync(work, "APPROVED", "publish", "PublishInput", "Editor");
        _updates += work.State is "PUBLISHED" && _works.Contains(work) ? 1 : 0;
    }

    private async Task StepAsync(Work work, string from, string field, string type, string role)
    {
        if (work.State == from && _works.Contains(work))
        {
            await MoveOnAsync(work, field, type, new { id = work.Id, version = work.Head }, role);
        }
    }

    private async Task MoveOnAsync(Work work, string field, string type, object input, string role)
    {
        if (await DoAsync(field, type, input, role) is { } draft)
        {
            (work.Head, work.State) = ((int)draft["version"]!, (string)draft["state"]!);
            work.Public = field switch { "publish" => work.Head, "unpublish" => null, _ => work.Public };
        }
        else
        {
            // Refused, or nobody knows: others go on with others.
            _works.Remove(work);
        }
    }

    /// <summary>Done or not, nobody goes on with it.</summary>
    private async Task RetractAsync(Work work)
    {
        _works.Remove(work);
        _retractions += await DoAsync("retract", "RetractInput", new { id = work.Id, version = work.Public, reason = "It named a wrong dose." }, "Publisher") is null ? 0 : 1;
    }

    private (string Field, string Type, string Role, object Input) Edit(Work work)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Text {random.Next()}.");
        return work.IsClinical
            ? ("updateFaqEntry", "UpdateFaqEntryInput", "Author", new { id = work.Id, expectedVersion = work.Head, patch = new { shortAnswer = text } })
            : ("updateGlossaryTerm", "UpdateGlossaryTermInput", "Author", new { id = work.Id, expectedVersion = work.Head, patch = new { definition = text } });
    }

    /// <returns>The draft; null when it was refused, or when nobody knows.</returns>
    private async Task<JsonNode?> DoAsync(string field, string inputType, object input, string role)
    {
        var data = await nodes.AskAsync(random.Next(2), tokenOf(role), $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {Payload} }} }}", new { input });
        var draft = data?[field]?["draft"];
        Refused += data is not null && draft is null ? 1 : 0;
        if (data is not null && draft is null)
        {
            LastRefusal = $"{field}: {data[field]!["errors"]!.ToJsonString()}";
        }

        Done += draft is null ? 0 : 1;
        return draft;
    }

    /// <summary>Acts that were refused; few, or the test does not do what it says.</summary>
    public int Refused { get; private set; }

    public string? LastRefusal { get; private set; }

    private static readonly object[] Sources = [new { title = "About sleep (made up)", publisher = "A publisher", url = "https://example.org/sleep" }];

    private sealed class Work(string id, bool isClinical)
    {
        public string Id => id;

        public bool IsClinical => isClinical;

        public int Head { get; set; }

        public string State { get; set; } = "DRAFT";

        /// <summary>The version that readers see.</summary>
        public int? Public { get; set; }
    }
}
