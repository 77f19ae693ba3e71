using System.Globalization;
using System.Text;
using ContentHub.Editorial;
using ContentHub.Editorial.Drafts;

namespace ContentHub.Importing.Pages.Folder;

/// <summary>What came of a folder, for editors to work through: Markdown, a part for each page.</summary>
internal sealed class ImportReport
{
    private readonly StringBuilder _text = new();
    private int _made;
    private int _there;
    private int _refused;

    /// <summary>How many pages were not imported.</summary>
    public int Refused => _refused;

    /// <summary>The whole run in a line.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{_made} pages imported, {_there} were there already, {_refused} not imported.");

    /// <summary>One page in a line.</summary>
    public static string LineOf(ImportedFile file) => file.IsRefused
        ? $"not imported: {file.Payload.Errors[0].Message}"
        : $"{(file.WasThere ? "was there: " : "")}{string.Join(", ", file.Payload.Drafts.CountBy(d => d.Type.Name).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Value} {Words(t.Key, t.Value)}")))}; {file.Payload.Findings.Count} findings";

    public void Add(ImportedFile file)
    {
        (_made, _there, _refused) = file switch { { IsRefused: true } => (_made, _there, _refused + 1), { WasThere: true } => (_made, _there + 1, _refused), _ => (_made + 1, _there, _refused) };
        _text.Append("\n## ").Append(Line(file.File)).Append("\n\n");
        foreach (var error in file.Payload.Errors)
        {
            _text.Append("Not imported: ").Append(Line(error.Message)).Append('\n');
        }

        foreach (var draft in file.Payload.Drafts)
        {
            _text.Append("- ").Append(file.WasThere ? "was there: " : "made: ").Append(Words(draft.Type.Name, 1)).Append(" “").Append(Line(draft.Content.Heading ?? "")).Append("” (").Append(draft.Variant.Slug ?? "no slug").Append(")\n");
        }

        Section("To look at", file.Payload.Findings.Select(f => $"{(f.Severity is FindingSeverity.Error ? "ERROR " : "")}{f.Rule}{In(file, f)}: {f.Message} {f.Suggestion}"));
        Section("Left out", file.Payload.LeftOut.Select(l => $"{l.Reason}: {l.Text}"));
    }

    /// <summary>Whole or not at all: a run that is cut off leaves the report of the one before.</summary>
    public async Task WriteAsync(string path, string folder, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync($"{path}.part", $"# Import of {Line(folder)}\n\n{Summary}\n{_text}", cancellation);
        File.Move($"{path}.part", path, overwrite: true);
    }

    private static string In(ImportedFile file, Finding finding) =>
        finding.Path is ["drafts", var index, ..] && int.TryParse(index, CultureInfo.InvariantCulture, out var i) && i < file.Payload.Drafts.Count ? $" in “{file.Payload.Drafts[i].Content.Heading}”" : "";

    private void Section(string heading, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            _text.Append("\n### ").Append(heading).Append("\n\n");
            all.ForEach(line => _text.Append("- ").Append(Line(line)).Append('\n'));
        }
    }

    private static string Line(string text) => text.ReplaceLineEndings(" / ");

    private static string Words(string type, int count) => ContentType.NounOf(type) is var noun && count == 1 ? noun : noun.EndsWith('y') ? $"{noun[..^1]}ies" : $"{noun}s";
}
