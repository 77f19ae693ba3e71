using ContentHub.Delivery;
using Xunit;

namespace ContentHub.Tests.Delivery;

public sealed class SiteLocalesTests
{
    [Fact]
    public void Without_settings_there_are_English_and_Spanish_that_falls_back_to_it()
    {
        var locales = new SiteLocales(new());

        Assert.Equal(["en-US", "es-US"], locales.All.Select(l => l.Tag));
        Assert.Equal("en-US", locales.Default.Tag);
        Assert.Equal(["es-US", "en-US"], locales.Chain("es-US"));
        Assert.Equal(["en-US"], locales.Chain("en-US"));
    }

    [Fact]
    public void A_language_is_named_in_itself_and_knows_its_direction()
    {
        var locales = new SiteLocales(Options("en-US", new() { Tag = "en-US", Name = "Plain English" }, new() { Tag = "es-US" }, new() { Tag = "ar-EG" }));

        Assert.Equal("Plain English", locales.All[0].Name);
        Assert.StartsWith("español", locales.All[1].Name);
        Assert.Equal([false, false, true], locales.All.Select(l => l.IsRightToLeft));
    }

    [Theory]
    [InlineData(null, "en-US")]
    [InlineData("", "en-US")]
    [InlineData("ES-us", "es-US")]
    [InlineData("fr-CA-x-private", "fr-CA")]
    [InlineData("pt-BR-u-co-search", "pt")]
    [InlineData("es-MX", "es-US")]
    [InlineData("es", "es-US")]
    [InlineData("de-DE", "en-US")]
    [InlineData("*", "en-US")]
    [InlineData("-", "en-US")]
    public void A_request_is_served_by_the_same_the_nearest_the_same_language_or_the_default(string? requested, string served)
    {
        var locales = new SiteLocales(Options("en-US", new() { Tag = "en-US" }, new() { Tag = "es-US" }, new() { Tag = "es-ES" }, new() { Tag = "fr-CA" }, new() { Tag = "pt" }));

        Assert.Equal(served, locales.Resolve(requested));
    }

    [Fact]
    public void A_chain_is_the_locale_its_fallbacks_and_the_default_each_once()
    {
        var locales = new SiteLocales(Options("en-US", new() { Tag = "en-US", Fallbacks = { "es-US" } }, new() { Tag = "es-US", Fallbacks = { "EN-us" } }, new() { Tag = "fr-CA", Fallbacks = { "es-US" } }));

        Assert.Equal(["fr-CA", "es-US", "en-US"], locales.Chain("fr-CA"));
        Assert.Equal(["es-US", "en-US"], locales.Chain("es"));
        Assert.Equal(["en-US", "es-US"], locales.Chain("en-US"));
    }

    [Fact]
    public void Every_fault_of_the_settings_is_told_in_one_go()
    {
        var options = Options("de-DE", new() { Tag = "en-US", Fallbacks = { "fr" } }, new() { Tag = "EN-us" }, new() { Tag = "no tag" }, new() { Tag = "es-US", Fallbacks = { "es-US" } });

        var message = Assert.Throws<ArgumentException>(() => new SiteLocales(options)).Message;

        Assert.Contains("DefaultLocale: `de-DE` is not one of the locales", message);
        Assert.Contains("`en-US` falls back to `fr`, which is not one of the locales", message);
        Assert.Contains("`en-US` stands there more than once", message);
        Assert.Contains("`no tag` is not a BCP 47 tag", message);
        Assert.Contains("`es-US` falls back to itself", message);
    }

    private static SiteOptions Options(string defaultLocale, params SiteLocaleOptions[] locales)
    {
        var options = new SiteOptions { DefaultLocale = defaultLocale };
        foreach (var locale in locales)
        {
            options.Locales.Add(locale);
        }

        return options;
    }
}
