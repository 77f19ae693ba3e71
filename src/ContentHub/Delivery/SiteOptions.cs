using System.ComponentModel.DataAnnotations;

namespace ContentHub.Delivery;

/// <summary>The site that the content is written for; section <c>ContentHub:Site</c>.</summary>
public sealed class SiteOptions
{
    /// <summary>As readers know it.</summary>
    [Required, MaxLength(200)]
    public string Name { get; set; } = "Harbor Sample Clinic (sample practice)";

    /// <summary>Where the public pages stand, an absolute https URL. Required in Production; null in Development, where the request's own origin serves.</summary>
    public Uri? Url { get; set; }

    /// <summary>Where this server itself is reached, for the addresses of its feeds, sitemaps and pages; an absolute https URL. Null: at <see cref="Url"/>, or where the request came to in Development.</summary>
    public Uri? ServerUrl { get; set; }

    /// <summary>BCP 47; one of <see cref="Locales"/>.</summary>
    [Required]
    public string DefaultLocale { get; set; } = "en-US";

    /// <summary>IANA name. Calendar days (reviews) are days in this zone.</summary>
    [Required]
    public string TimeZone { get; set; } = "America/Los_Angeles";

    /// <summary>What a republisher must name.</summary>
    public string Licence { get; set; } = "All rights reserved; ask before republishing.";

    /// <summary>Path of a page below <see cref="Url"/>, with {type} (kebab case), {slug}, {locale}.</summary>
    public string PagePath { get; set; } = "/{locale}/{type}/{slug}";

    /// <summary>The languages of the site, in order; when none is set: en-US and es-US, which falls back to it.</summary>
    public IList<SiteLocaleOptions> Locales { get; } = [];
}

/// <summary>A language of the site.</summary>
public sealed class SiteLocaleOptions
{
    /// <summary>BCP 47, e.g. <c>es-US</c>.</summary>
    [Required]
    public string Tag { get; set; } = "";

    /// <summary>In its own language; the tag's name by ICU when absent.</summary>
    public string? Name { get; set; }

    /// <summary>What is served, in order, where an entry lacks this locale; the default locale follows by itself.</summary>
    public IList<string> Fallbacks { get; } = [];
}
