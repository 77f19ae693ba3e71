using System.ComponentModel;
using ContentHub.Editorial.Texts;

namespace ContentHub.Editorial.Checks;

[Description("What the editorial checks say of text that is not saved.")]
public sealed record CheckResult(
    [property: Description("Everything that they found, what blocks first.")] IReadOnlyList<Finding> Findings,
    [property: Description("How hard it is to read.")] ReadabilityScore Readability);
