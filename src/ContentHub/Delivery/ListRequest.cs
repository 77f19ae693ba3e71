using System.ComponentModel;
using ContentHub.Api.Paging;
using ContentHub.Delivery.Filters;

namespace ContentHub.Delivery;

/// <summary>What a list field asks of a view.</summary>
/// <param name="Type">Name of the content type; null for all together.</param>
/// <param name="Locale">As the reader sent it; null for the default.</param>
/// <param name="Order">Null: by variant id, which never changes, for sitemaps.</param>
/// <param name="Filter">Null: everything.</param>
public sealed record ListRequest(string? Type, string? Locale, LocaleFallback Fallback, EntryOrder? Order, CompiledFilter? Filter, PageArguments Page)
{
    /// <summary>In place of a filter: how to get it, and words by which what it found is found again. Null where it is not to be kept.</summary>
    internal (string Words, Func<CompiledFilter> Compile)? Repeated { get; init; }
}

/// <summary>What is served where an entry lacks the locale.</summary>
[Description("What is served where an entry lacks the locale.")]
public enum LocaleFallback
{
    [Description("The best locale of the chain.")] Chain,
    [Description("This locale or nothing.")] None,
}

/// <summary>Orders of a list. An order and its opposite are each other's mirror, ties included.</summary>
[Description("Orders of a list; ties by id.")]
public enum EntryOrder
{
    [Description("What went out last comes first.")] PublishedAtDesc,
    [Description("What went out last comes last.")] PublishedAtAsc,
    [Description("The newest entries first, however often they were republished since.")] FirstPublishedAtDesc,
    [Description("The last change of substance first.")] ContentModifiedAtDesc,
    [Description("By title, as the locale sorts.")] TitleAsc,
    [Description("By title, as the locale sorts, from the end.")] TitleDesc,
}

/// <summary>A former address and where it leads today.</summary>
/// <param name="Slug">The former one.</param>
public sealed record Redirect(string Type, string Locale, string Slug, PublishedEntry To);
