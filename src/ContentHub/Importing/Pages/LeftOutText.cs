using System.ComponentModel;

namespace ContentHub.Importing.Pages;

[Description("Text of a page that went into no draft, and why.")]
public sealed record LeftOutText(
    [property: Description("As the page has it, without marks.")] string Text,
    [property: Description("Why, in a few words.")] string Reason);
