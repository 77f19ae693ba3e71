using ContentHub.Editorial;
using ContentHub.Editorial.Documents;

namespace ContentHub.Importing.Pages;

/// <summary>A draft that an import makes.</summary>
/// <param name="Type">The content type, e.g. <c>ARTICLE</c>.</param>
internal sealed record ImportedDraft(string Type, Guid EntryId, Guid VariantId, IEntryContent Content);

/// <summary>What one page becomes.</summary>
/// <param name="Drafts">The article first; then what it refers to.</param>
/// <param name="Refusal">Why nothing can be made of it, for an editor; null when drafts can be made.</param>
internal sealed record ImportResult(IReadOnlyList<ImportedDraft> Drafts, IReadOnlyList<Finding> Findings, IReadOnlyList<LeftOutText> LeftOut, string? Refusal);
