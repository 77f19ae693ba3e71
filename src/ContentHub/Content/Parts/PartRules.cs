using System.Text.RegularExpressions;
using ContentHub.Editorial.Documents;

namespace ContentHub.Content.Parts;

/// <summary>What sections and blocks must be like. Pure.</summary>
internal static partial class PartRules
{
    public static IEnumerable<DocumentFault> Check(IReadOnlyList<SectionContent> sections)
    {
        var keys = sections.Select(s => s.Key).ToHashSet();
        var anchors = new HashSet<string>();
        foreach (var section in sections)
        {
            if (section.Level is < 2 or > 4)
            {
                yield return DocumentFault.Invalid($"A section's level is 2 to 4; this is {section.Level}.", "sections", section.Key, "level");
            }

            if (section.Anchor is { } anchor && (!Anchor().IsMatch(anchor) || !anchors.Add(anchor)))
            {
                yield return DocumentFault.Invalid($"“{anchor}” cannot be an anchor here: letters a to z, digits and single hyphens, and each anchor once.", "sections", section.Key, "anchor");
            }

            foreach (var companion in section.Companions.Where(c => !keys.Contains(c) || c == section.Key))
            {
                yield return new DocumentFault(Api.Errors.ErrorCode.UnknownKey, $"There is no other section with the key “{companion}”.", ["sections", section.Key, "companions"]);
            }

            foreach (var fault in Check(section.Blocks, ["sections", section.Key, "blocks"]))
            {
                yield return fault;
            }
        }
    }

    public static IEnumerable<DocumentFault> Check(IReadOnlyList<BlockContent> blocks, IReadOnlyList<string> path) =>
        blocks.SelectMany(block => CheckBlock(block, path));

    private static IEnumerable<DocumentFault> CheckBlock(BlockContent block, IReadOnlyList<string> path)
    {
        DocumentFault At(string key, string field, string message) => new(Api.Errors.ErrorCode.Invalid, message, [.. path, key, field]);
        switch (block)
        {
            case { BulletList: { Start: not null } list }:
                yield return At(list.Key, "start", "Only a numbered list has a first number.");
                break;
            case { Table: { } table }:
                if (table.Header.Count == 0)
                {
                    yield return At(table.Key, "header", "A table needs at least one column.");
                }

                foreach (var (i, row) in table.Rows.Index())
                {
                    if (row.Count != table.Header.Count)
                    {
                        yield return new(Api.Errors.ErrorCode.Invalid, $"Row {i + 1} has {row.Count} cells, the header has {table.Header.Count}: make them equal.", [.. path, table.Key, "rows", $"{i}"]);
                    }
                }

                break;
            case { CallToAction: { } action }:
                if (new object?[] { action.ProgramId, action.Url, action.Phone }.Count(v => v is not null) != 1)
                {
                    yield return At(action.Key, "programId", "A call to action leads to exactly one thing: give one of programId, url and phone.");
                }

                break;
        }

        if ((block.BulletList ?? block.NumberedList) is { } items)
        {
            if (items.Items.Count == 0)
            {
                yield return At(items.Key, "items", "A list needs at least one item.");
            }

            var before = 0;
            foreach (var (i, item) in items.Items.Index())
            {
                if (item.Level < 1 || item.Level > 3 || item.Level > before + 1)
                {
                    yield return new(Api.Errors.ErrorCode.Invalid, $"Item {i + 1} has level {item.Level}: levels are 1 to 3 and go down one step at a time.", [.. path, items.Key, "items", $"{i}", "level"]);
                }

                before = item.Level;
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Anchor();
}
