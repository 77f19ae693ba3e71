using ContentHub.Editorial;
using ContentHub.Editorial.Checks;
using Xunit;

namespace ContentHub.Tests.Editorial.Checks;

public sealed class ReviewMissingTests
{
    private static readonly DateOnly Today = new(2026, 3, 3);

    [Theory]
    [InlineData(false, "2027-03-03")]
    [InlineData(true, null)]
    [InlineData(true, "2031-03-03")]
    [InlineData(true, "2026-03-02")]
    [InlineData(true, "2028-03-04")]
    public void What_no_clinician_vouches_for_within_the_types_limit_blocks(bool isApproved, string? due) => Assert.Equal(FindingSeverity.Error, Of(isApproved, due).Single("review-missing").Severity);

    [Theory]
    [InlineData("2027-03-03")]
    [InlineData("2028-03-03")]
    [InlineData("2026-03-03")]
    public void What_one_vouches_for_does_not(string due) => Assert.Empty(Of(true, due).Find("review-missing"));

    [Fact]
    public void Only_clinical_types_and_only_the_moment_of_publishing_are_asked()
    {
        Assert.Empty(new Page { Today = Today }.Find("review-missing"));
        Assert.Empty(new Page { Type = "LOCATION", IsClinical = false, Review = new(false, null, 36) }.Find("review-missing"));
    }

    private static Page Of(bool isApproved, string? due) => new() { Type = "FAQ_ENTRY", Today = Today, Review = new(isApproved, due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), 24) };
}

public sealed class ReviewOverdueTests
{
    [Theory]
    [InlineData("2026-03-02", true)]
    [InlineData("2024-03-03", true)]
    [InlineData("2026-01-31", true)]
    [InlineData("2026-02-27", true)]
    [InlineData("2026-02-03", true)]
    [InlineData("2026-03-03", false)]
    [InlineData("2026-04-01", false)]
    [InlineData("2026-04-03", false)]
    [InlineData(null, false)]
    [InlineData("2027-03-03", false)]
    public void The_day_after_the_date_is_too_late(string? due, bool isFound)
    {
        var page = new Page { Today = new(2026, 3, 3), NextReviewDue = due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(isFound, page.Find("review-overdue").Count > 0);
    }
}

public sealed class TranslationOutdatedTests
{
    [Fact]
    public void A_source_that_says_something_else_by_now_is_a_warning()
    {
        var finding = Of(new("en-US", 5, 6, IsChanged: true, IsRetracted: false, [])).Single("translation-outdated");

        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal("The es-US text was made from version 5; the source is now version 6.", finding.Message);
    }

    [Fact]
    public void A_retracted_source_blocks() => Assert.Equal(FindingSeverity.Error, Of(new("en-US", 5, null, IsChanged: false, IsRetracted: true, [])).Single("translation-outdated").Severity);

    [Fact]
    public void One_that_says_the_same_is_none()
    {
        Assert.Empty(Of(new("en-US", 6, 6, IsChanged: false, IsRetracted: false, [])).Find("translation-outdated"));
        Assert.Empty(Of(new("en-US", 5, 6, IsChanged: false, IsRetracted: false, [])).Find("translation-outdated"));
        Assert.Empty(Of(null).Find("translation-outdated"));
    }

    private static Page Of(SourceFacts? source) => new() { Locale = "es-US", Source = source };
}

public sealed class ProgramHoursTests
{
    private const string Rule = "program-hours";

    [Theory]
    [InlineData(CareByHours.IntensiveOutpatient, true, 6, true)]
    [InlineData(CareByHours.PartialHospitalization, true, 12, true)]
    [InlineData(CareByHours.Outpatient, true, 10, true)]
    [InlineData(CareByHours.IntensiveOutpatient, true, 24, true)]
    [InlineData(CareByHours.IntensiveOutpatient, true, 20, true)]
    [InlineData(CareByHours.Outpatient, false, 6, true)]
    [InlineData(CareByHours.IntensiveOutpatient, true, 9, false)]
    [InlineData(CareByHours.IntensiveOutpatient, true, 19.5, false)]
    [InlineData(CareByHours.IntensiveOutpatient, false, 6, false)]
    [InlineData(CareByHours.PartialHospitalization, true, 20, false)]
    [InlineData(CareByHours.Outpatient, true, 1, false)]
    [InlineData(null, true, 100, false)]
    public void Hours_must_fit_the_level(CareByHours? level, bool isForAdults, double hours, bool isFound) =>
        Assert.Equal(isFound, Of(new(level, isForAdults, hours, null, null)).Find(Rule).Count > 0);

    [Fact]
    public void Hours_must_add_up_and_may_be_left_out()
    {
        Assert.Equal(["schedule", "totalHours"], Of(new(CareByHours.IntensiveOutpatient, true, 9, 10, 80)).Single(Rule).Path);
        Assert.Empty(Of(new(CareByHours.IntensiveOutpatient, true, 9, 10, 90)).Find(Rule));
        Assert.Empty(Of(new(CareByHours.IntensiveOutpatient, true, null, 10, 90)).Find(Rule));
        Assert.Empty(Of(new(CareByHours.IntensiveOutpatient, true, 6, 4, 24)).Paragraph("A step-down phase after the program.").Find(Rule));
    }

    private static Page Of(OutlineCare care) => new() { Type = "PROGRAM", IsClinical = false, Outline = { Care = care } };
}

public sealed class CodeFormTests
{
    [Theory]
    [InlineData("ICD10CM", "F1320")]
    [InlineData("ICD10CM", "F13.23-")]
    [InlineData("ICD10CM", "F13.")]
    [InlineData("ICD10CM", "f13.20")]
    [InlineData("RXNORM", "clonazepam")]
    [InlineData("RXNORM", "02598")]
    [InlineData("SNOMEDCT", "")]
    [InlineData("SNOMEDCT", "73211008")]
    [InlineData("SNOMEDCT", "73211090")]
    [InlineData("MESH", "2998")]
    [InlineData("LOINC", "44261-7")]
    [InlineData("LOINC", "44261")]
    [InlineData("ICD10CM", "F13.20\n")]
    public void A_code_without_its_systems_form_blocks(string system, string code) => Assert.Equal(FindingSeverity.Error, Of(system, code, "A name").Single("code-form").Severity);

    [Theory]
    [InlineData("ICD10CM", "F13.20")]
    [InlineData("ICD10CM", "F32.A")]
    [InlineData("ICD10CM", "C7A.00")]
    [InlineData("RXNORM", "2598")]
    [InlineData("SNOMEDCT", "73211009")]
    [InlineData("SNOMEDCT", "386810004")]
    [InlineData("MESH", "D002998")]
    [InlineData("LOINC", "44261-6")]
    [InlineData("LOINC", "44249-1")]
    public void One_with_it_does_not(string system, string code) => Assert.Empty(Of(system, code, "A name").Find("code-form"));

    [Fact]
    public void A_code_needs_its_name() => Assert.Equal(["codes", "0", "display"], Of("RXNORM", "2598", " ").Single("code-form").Path);

    private static Page Of(string system, string code, string display) => new() { Type = "TOPIC", IsClinical = false, Outline = { Codes = { new(["codes", "0"], system, code, display) } } };
}
