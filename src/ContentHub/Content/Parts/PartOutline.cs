using ContentHub.Editorial.Checks;

namespace ContentHub.Content.Parts;

/// <summary>Sections, blocks and what else types share, as the editorial checks see them.</summary>
internal static class PartOutline
{
    extension(Outline outline)
    {
        public void Title(string? title, string field = "title") => outline.Text(TextRole.Title, title, isMarkdown: false, isBody: false, field);

        /// <summary>Plain text of a field; not part of what is read from top to bottom.</summary>
        public void Plain(string field, string? text, bool isBody = false) => outline.Text(TextRole.Paragraph, text, isMarkdown: false, isBody, field);

        public void Plain(string field, IReadOnlyList<string> texts, bool isBody = false)
        {
            foreach (var (i, text) in texts.Index())
            {
                outline.Text(TextRole.ListItem, text, isMarkdown: false, isBody, field, $"{i}");
            }
        }

        public void Sources(IReadOnlyList<Reference> references) => outline.Sources = [.. references.Select(r => new OutlineSource(r.Title, r.Publisher, r.Url))];

        public void Codes(IReadOnlyList<MedicalCode> codes, params IReadOnlyList<string> path) =>
            outline.Codes.AddRange(codes.Index().Select(c => new OutlineCode([.. path, $"{c.Index}"], Api.EnumNames.Of(c.Item.System), c.Item.Code, c.Item.Display)));

        public void Sections(IReadOnlyList<SectionContent> sections)
        {
            foreach (var section in sections)
            {
                IReadOnlyList<string> path = ["sections", section.Key];
                outline.Begin(new(path, section.Key, section.Anchor, section.Heading, section.Level, section.StandsAlone, section.Companions));
                outline.Text(TextRole.Heading, section.Heading, isMarkdown: false, isBody: true, [.. path, "heading"]);
                outline.Blocks(section.Blocks, [.. path, "blocks"]);
            }
        }

        public void Blocks(IReadOnlyList<BlockContent> blocks, IReadOnlyList<string> path)
        {
            foreach (var block in blocks)
            {
                var first = outline.Texts.Count;
                outline.Block(block, path);
                outline.Block((block.BulletList ?? block.NumberedList) is not null, block.NumberedList is not null, block.NumberedList?.Start ?? 1, first);
            }
        }

        private void Block(BlockContent block, IReadOnlyList<string> path)
        {
            void Text(TextRole role, string? source, bool isMarkdown, string key, params IReadOnlyList<string> below) => outline.Text(role, source, isMarkdown, isBody: role is not (TextRole.Cell or TextRole.Label), [.. path, key, .. below]);
            switch (block)
            {
                case { Paragraph: { } paragraph }:
                    Text(TextRole.Paragraph, paragraph.Text, true, paragraph.Key, "text");
                    break;
                case { Callout: { } callout }:
                    Text(TextRole.Heading, callout.Heading, false, callout.Key, "heading");
                    outline.Text(new OutlineText([.. path, callout.Key, "text"], TextRole.Callout, callout.Text, IsMarkdown: true) { IsBody = true, IsEmergencyHelp = callout.Kind is CalloutKind.Emergency });
                    break;
                case { Quote: { } quote }:
                    outline.Text(new OutlineText([.. path, quote.Key, "text"], TextRole.Quote, quote.Text, IsMarkdown: true) { IsBody = true, IsQuoted = !string.IsNullOrWhiteSpace(quote.Source) });
                    break;
                case { Table: { } table }:
                    Text(TextRole.Cell, table.Caption, false, table.Key, "caption");
                    foreach (var (i, cell) in table.Header.Index())
                    {
                        Text(TextRole.Cell, cell, true, table.Key, "header", $"{i}");
                    }

                    foreach (var (row, cells) in table.Rows.Index())
                    {
                        foreach (var (i, cell) in cells.Index())
                        {
                            Text(TextRole.Cell, cell, true, table.Key, "rows", $"{row}", $"{i}");
                        }
                    }

                    break;
                case { CallToAction: { } action }:
                    Text(TextRole.Label, action.Label, false, action.Key, "label");
                    if (action.ProgramId is { } program)
                    {
                        outline.Link(program, [.. path, action.Key, "programId"]);
                    }

                    break;
                case { SymptomListBlock: { } list }:
                    outline.Link(list.EntryId, [.. path, list.Key, "entryId"]);
                    break;
                case { HelpLineBlock: { } line }:
                    outline.Link(line.EntryId, [.. path, line.Key, "entryId"]);
                    break;
                case { FaqBlock: { } faq }:
                    foreach (var (i, entryId) in faq.EntryIds.Index())
                    {
                        outline.Link(entryId, [.. path, faq.Key, "entryIds", $"{i}"]);
                    }

                    break;
                default:
                    foreach (var (i, item) in ((block.BulletList ?? block.NumberedList)?.Items ?? []).Index())
                    {
                        Text(TextRole.ListItem, item.Text, true, (block.BulletList ?? block.NumberedList)!.Key, "items", $"{i}", "text");
                    }

                    break;
            }
        }
    }
}
