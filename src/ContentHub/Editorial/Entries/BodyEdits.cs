using System.Globalization;
using System.Text.Json.Nodes;

namespace ContentHub.Editorial.Entries;

/// <summary>What came of a list of edits.</summary>
/// <param name="Document">A new document with all edits applied and every part keyed; null when there is a fault.</param>
public sealed record BodyEditsResult(JsonObject? Document, IReadOnlyList<PartFault> Faults)
{
    /// <summary>Which edit brought which part of the document.</summary>
    internal InputPlaces Places { get; init; } = InputPlaces.None;
}

/// <summary>
/// Applies edits of single sections and blocks, by key and in order, to a document with <c>sections</c>. All or none:
/// the given document never changes. Only keys and places are checked; what a section may hold is the type's own rule.
/// </summary>
public sealed class BodyEdits
{
    private readonly JsonObject _document;
    private readonly JsonArray _sections;
    private readonly List<PartFault> _faults = [];
    private readonly HashSet<string> _keys;
    // Keys that a faulty edit would have brought: later edits that name them are not at fault.
    private readonly HashSet<string> _keysMissed = [];
    private readonly Dictionary<string, (string? Heading, IReadOnlyList<string> Path)> _removed = [];
    private readonly List<(JsonObject Section, JsonArray Companions, IReadOnlyList<string> Path)> _companionsNamed = [];
    private readonly List<(JsonObject Part, EditedPart Edit)> _edited = [];

    private BodyEdits(JsonObject document)
    {
        _document = (JsonObject)document.DeepClone();
        if (_document["sections"] is not JsonArray)
        {
            _document["sections"] = new JsonArray();
        }

        _sections = (JsonArray)_document["sections"]!;
        _keys = [.. PartKeys.KeysOf(_document)];
    }

    private IEnumerable<JsonObject> Sections => _sections.OfType<JsonObject>();

    /// <param name="edits">Each with one field, named and shaped as in the API's <c>BodyEditInput</c>.</param>
    public static BodyEditsResult Apply(JsonObject document, IReadOnlyList<JsonObject> edits)
    {
        var body = new BodyEdits(document);
        for (var i = 0; i < edits.Count; i++)
        {
            body.Apply(edits[i], [i.ToString(CultureInfo.InvariantCulture)]);
        }

        body.CheckCompanions();
        if (body._faults.Count > 0)
        {
            return new(null, [.. body._faults.OrderBy(fault => int.Parse(fault.Path[0], CultureInfo.InvariantCulture))]);
        }

        // Keys that the document brought along and that are no good are found where the whole document is checked.
        var withoutKey = PartKeys.WithoutKey(body._document);
        PartKeys.Fill(body._document, before: document);
        return new(body._document, []) { Places = InputPlaces.Of(withoutKey, body._edited) };
    }

    private void Apply(JsonObject edit, IReadOnlyList<string> path)
    {
        if (edit is not { Count: 1 } || edit.First() is not { Value: JsonObject fields, Key: var name })
        {
            Fault(PartFaultCode.Invalid, "An edit has exactly one field, named after what it does.", path);
            return;
        }

        path = [.. path, name];
        switch (name)
        {
            case "insertSection": InsertSection(fields, path); break;
            case "updateSection": UpdateSection(fields, path); break;
            case "moveSection": MoveSection(fields, path); break;
            case "removeSection": RemoveSection(fields, path); break;
            case "insertBlock": InsertBlock(fields, path); break;
            case "replaceBlock": ReplaceBlock((JsonObject)fields.Parent!, path); break;
            case "moveBlock": MoveBlock(fields, path); break;
            case "removeBlock": RemoveBlock(fields, path); break;
            default: Fault(PartFaultCode.Invalid, $"There is no edit named “{name}”.", path); break;
        }
    }

    private void InsertSection(JsonObject fields, IReadOnlyList<string> path)
    {
        var faultsBefore = _faults.Count;
        var after = Section(fields, "after", path, isRequired: false);
        if (fields["section"] is not JsonObject given)
        {
            Fault(PartFaultCode.Required, "Say which section to insert.", [.. path, "section"]);
            return;
        }

        var section = (JsonObject)given.DeepClone();
        IReadOnlyList<string> sectionPath = [.. path, "section"];
        var keys = new List<string>();
        CheckNewKey(section, sectionPath, keys);
        var blocks = section["blocks"] as JsonArray ?? [];
        for (var i = 0; i < blocks.Count; i++)
        {
            CheckNewBlock(blocks[i], [.. sectionPath, "blocks", i.ToString(CultureInfo.InvariantCulture)], keys);
        }

        if (_faults.Count > faultsBefore)
        {
            _keysMissed.UnionWith(keys);
            return;
        }

        _keys.UnionWith(keys);
        _edited.Add((section, new(sectionPath, null)));
        InsertAfter(_sections, after, section);
        Names(section, sectionPath);
    }

    private void UpdateSection(JsonObject fields, IReadOnlyList<string> path)
    {
        var section = Section(fields, "key", path, isRequired: true);
        var unknown = fields.Select(field => field.Key).Where(name => name is not ("key" or "anchor" or "heading" or "level" or "aspect" or "standsAlone" or "companions")).ToList();
        foreach (var name in unknown)
        {
            Fault(PartFaultCode.Invalid, $"A section has no field “{name}” that can be patched; its blocks have edits of their own.", [.. path, name]);
        }

        if (section is null || unknown.Count > 0)
        {
            return;
        }

        _edited.Add((section, new(path, fields.Select(field => field.Key).ToHashSet())));
        foreach (var (name, value) in fields.Where(field => field.Key != "key").ToList())
        {
            if (value is null)
            {
                section.Remove(name);
            }
            else
            {
                section[name] = value.DeepClone();
            }
        }

        if (fields.ContainsKey("companions"))
        {
            Names(section, path);
        }
    }

    private void MoveSection(JsonObject fields, IReadOnlyList<string> path)
    {
        var faultsBefore = _faults.Count;
        var section = Section(fields, "key", path, isRequired: true);
        var after = Section(fields, "after", path, isRequired: false);
        RefuseItself(section, after, path);
        if (section is not null && _faults.Count == faultsBefore)
        {
            _sections.Remove(section);
            InsertAfter(_sections, after, section);
        }
    }

    private void RemoveSection(JsonObject fields, IReadOnlyList<string> path)
    {
        if (Section(fields, "key", path, isRequired: true) is not { } section)
        {
            return;
        }

        _sections.Remove(section);
        var key = PartKeys.TextOf(section["key"])!;
        _removed[key] = (PartKeys.TextOf(section["heading"]), [.. path, "key"]);
        _keys.Remove(key);
        foreach (var block in section["blocks"] as JsonArray ?? [])
        {
            _keys.Remove(KeyOf(block) ?? "");
        }
    }

    private void InsertBlock(JsonObject fields, IReadOnlyList<string> path)
    {
        var faultsBefore = _faults.Count;
        var section = Section(fields, "section", path, isRequired: true);
        var after = BlockAfter(fields, section, path);
        var keys = new List<string>();
        if (fields["block"] is { } given)
        {
            CheckNewBlock(given, [.. path, "block"], keys);
        }
        else
        {
            Fault(PartFaultCode.Required, "Say which block to insert.", [.. path, "block"]);
        }

        if (section is null || _faults.Count > faultsBefore)
        {
            _keysMissed.UnionWith(keys);
            return;
        }

        _keys.UnionWith(keys);
        var block = (JsonObject)fields["block"]!.DeepClone();
        NoteEdited(block, [.. path, "block"]);
        InsertAfter(BlocksOf(section), after, block);
    }

    private void ReplaceBlock(JsonObject edit, IReadOnlyList<string> path)
    {
        if (PartKeys.BlockOf(edit["replaceBlock"]) is not { } block)
        {
            NotABlock(path);
            return;
        }

        IReadOnlyList<string> keyPath = [.. path, block.Kind, "key"];
        if (FindBlock(block.Content, "key", keyPath) is { } old)
        {
            var blocks = (JsonArray)old.Parent!;
            var replacement = (JsonObject)edit["replaceBlock"]!.DeepClone();
            NoteEdited(replacement, path);
            blocks[blocks.IndexOf(old)] = replacement;
        }
    }

    private void NoteEdited(JsonObject block, IReadOnlyList<string> path)
    {
        var (kind, content) = PartKeys.BlockOf(block)!.Value;
        _edited.Add((content, new([.. path, kind], null)));
    }

    private void MoveBlock(JsonObject fields, IReadOnlyList<string> path)
    {
        var faultsBefore = _faults.Count;
        var block = FindBlock(fields, "key", [.. path, "key"]);
        var section = Section(fields, "toSection", path, isRequired: true);
        var after = BlockAfter(fields, section, path);
        RefuseItself(block, after, path);
        if (block is not null && section is not null && _faults.Count == faultsBefore)
        {
            ((JsonArray)block.Parent!).Remove(block);
            InsertAfter(BlocksOf(section), after, block);
        }
    }

    private void RemoveBlock(JsonObject fields, IReadOnlyList<string> path)
    {
        if (FindBlock(fields, "key", [.. path, "key"]) is { } block)
        {
            _keys.Remove(KeyOf(block)!);
            ((JsonArray)block.Parent!).Remove(block);
        }
    }

    /// <summary>The section that a field names; null, with a fault where one is due, when there is none.</summary>
    private JsonObject? Section(JsonObject fields, string field, IReadOnlyList<string> path, bool isRequired)
    {
        if (Named(fields, field, [.. path, field], "section", isRequired) is not { } key)
        {
            return null;
        }

        var section = Sections.FirstOrDefault(section => PartKeys.TextOf(section["key"]) == key);
        if (section is null)
        {
            Unknown(key, "section", [.. path, field]);
        }

        return section;
    }

    private JsonObject? FindBlock(JsonObject fields, string field, IReadOnlyList<string> path)
    {
        if (Named(fields, field, path, "block", isRequired: true) is not { } key)
        {
            return null;
        }

        var block = Sections.SelectMany(section => section["blocks"] as JsonArray ?? []).FirstOrDefault(block => KeyOf(block) == key);
        if (block is null)
        {
            Unknown(key, "block", path);
        }

        return block as JsonObject;
    }

    /// <summary>The block that <c>after</c> names, which must stand in the section that the edit is about.</summary>
    private JsonObject? BlockAfter(JsonObject fields, JsonObject? section, IReadOnlyList<string> path)
    {
        if (fields["after"] is null || FindBlock(fields, "after", [.. path, "after"]) is not { } after)
        {
            return null;
        }

        if (section is not null && after.Parent != section["blocks"])
        {
            Fault(PartFaultCode.UnknownKey, $"The block “{KeyOf(after)}” stands in another section.", [.. path, "after"]);
        }

        return after;
    }

    private string? Named(JsonObject fields, string field, IReadOnlyList<string> path, string what, bool isRequired)
    {
        if (fields[field] is null)
        {
            if (isRequired)
            {
                Fault(PartFaultCode.Required, $"Name the {what} by its key.", path);
            }

            return null;
        }

        var key = PartKeys.TextOf(fields[field]);
        if (key is null)
        {
            Fault(PartFaultCode.Invalid, "A key is text.", path);
        }

        return key;
    }

    private void CheckNewBlock(JsonNode? block, IReadOnlyList<string> path, List<string> keys)
    {
        if (PartKeys.BlockOf(block) is { } parts)
        {
            CheckNewKey(parts.Content, [.. path, parts.Kind], keys);
        }
        else
        {
            NotABlock(path);
        }
    }

    /// <param name="keys">Those of the same edit; the new one is added.</param>
    private void CheckNewKey(JsonObject part, IReadOnlyList<string> path, List<string> keys)
    {
        path = [.. path, "key"];
        if (part["key"] is not { } node)
        {
            return;
        }

        if (PartKeys.TextOf(node) is not { } key || !PartKeys.IsKey(key))
        {
            Fault(PartFaultCode.Invalid, $"The key {node.ToJsonString()} is not one: a small letter, then up to 31 small letters and digits. Leave it out to get one.", path);
        }
        else if (_keys.Contains(key) || keys.Contains(key))
        {
            Fault(PartFaultCode.DuplicateKey, $"The key “{key}” is in use in this document. Leave it out to get a new one.", path);
        }
        else
        {
            keys.Add(key);
        }
    }

    private void RefuseItself(JsonObject? part, JsonObject? after, IReadOnlyList<string> path)
    {
        if (part is not null && part == after)
        {
            Fault(PartFaultCode.Invalid, "Nothing can stand after itself.", [.. path, "after"]);
        }
    }

    private void Names(JsonObject section, IReadOnlyList<string> path)
    {
        if (section["companions"] is JsonArray companions)
        {
            _companionsNamed.RemoveAll(named => named.Section == section);
            _companionsNamed.Add((section, companions, [.. path, "companions"]));
        }
    }

    /// <summary>Done at the end, so that edits may come in any order: two new sections name each other, a name goes after its section.</summary>
    private void CheckCompanions()
    {
        var keys = Sections.Select(section => PartKeys.TextOf(section["key"])).OfType<string>().ToHashSet();
        foreach (var (section, companions, path) in _companionsNamed.Where(named => named.Section.Parent == _sections))
        {
            for (var i = 0; i < companions.Count; i++)
            {
                CheckCompanion(section, PartKeys.TextOf(companions[i]), keys, [.. path, i.ToString(CultureInfo.InvariantCulture)]);
            }
        }

        var checkedHere = _companionsNamed.Select(named => named.Section).ToHashSet();
        foreach (var (key, (heading, path)) in _removed.Where(removed => !keys.Contains(removed.Key)))
        {
            var naming = Sections.Where(section => !checkedHere.Contains(section) && section["companions"] is JsonArray names && names.Any(name => PartKeys.TextOf(name) == key)).Select(NameOf).ToList();
            if (naming.Count > 0)
            {
                Fault(PartFaultCode.Invalid, $"The section {(heading is null ? $"“{key}”" : $"“{heading}”")} must be shown with {string.Join(" and ", naming)}. Take it off their companions first.", path);
            }
        }
    }

    private void CheckCompanion(JsonObject section, string? companion, HashSet<string> keys, IReadOnlyList<string> path)
    {
        if (companion is null)
        {
            Fault(PartFaultCode.Invalid, "A companion is the key of a section.", path);
        }
        else if (companion == PartKeys.TextOf(section["key"]))
        {
            Fault(PartFaultCode.Invalid, "A section is no companion of its own.", path);
        }
        else if (!keys.Contains(companion))
        {
            Unknown(companion, "section", path);
        }
    }

    private void Unknown(string key, string what, IReadOnlyList<string> path)
    {
        if (!_keysMissed.Contains(key))
        {
            Fault(PartFaultCode.UnknownKey, $"There is no {what} with the key “{key}”.", path);
        }
    }

    private void NotABlock(IReadOnlyList<string> path) => Fault(PartFaultCode.Invalid, "A block has exactly one field, named after its kind, with its content.", path);

    private void Fault(PartFaultCode code, string message, IReadOnlyList<string> path) => _faults.Add(new(code, message, path));

    private static string NameOf(JsonObject section) => $"“{PartKeys.TextOf(section["heading"]) ?? PartKeys.TextOf(section["key"])}”";

    private static string? KeyOf(JsonNode? block) => PartKeys.TextOf(PartKeys.BlockOf(block)?.Content["key"]);

    private static JsonArray BlocksOf(JsonObject section)
    {
        if (section["blocks"] is not JsonArray)
        {
            section["blocks"] = new JsonArray();
        }

        return (JsonArray)section["blocks"]!;
    }

    private static void InsertAfter(JsonArray list, JsonObject? after, JsonObject part) => list.Insert(after is null ? 0 : list.IndexOf(after) + 1, part);
}
