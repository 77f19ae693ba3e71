using System.Globalization;
using ContentHub.Content.Entries;
using ContentHub.Content.Parts;
using ContentHub.Delivery.Fields;

namespace ContentHub.Content.Programs;

/// <summary>What a program says in fields rather than in text, as running text.</summary>
internal static class ProgramFacts
{
    public static IEnumerable<Flow> Of(Program program, Request request)
    {
        var words = PageWords.Of(program.Locale);
        return
        [
            .. PageWords.Facts(words.Schedule, Times(program.Schedule, words)),
            .. PageWords.List(words.Eligibility, program.Eligibility),
            .. Steps(program, words),
            .. PageWords.Facts(words.Places, [.. program.Locations(request.Relations).Select(l => $"{l.Title}: {l.Abstract(request)}")]),
            .. words.ContactOf(program.Contact),
        ];
    }

    private static IEnumerable<Flow> Steps(Program program, PageWords words) => program.AdmissionSteps.Count == 0 ? [] :
        [new HeadingFlow(2, words.AdmissionSteps, null), new ListFlow(IsNumbered: true, 1, [.. program.AdmissionSteps.Select(s => (Inlines.Escape(s.ToString()), 1))])];

    private static List<string> Times(Schedule schedule, PageWords words) =>
    [
        .. Fact(words.HoursPerWeek, schedule.HoursPerWeek),
        .. Fact(words.SessionsPerWeek, schedule.SessionsPerWeek),
        .. Fact(words.DurationWeeks, schedule.DurationWeeks),
        .. Fact(words.TotalHours, schedule.TotalHours),
    ];

    private static IEnumerable<string> Fact(string name, double? value) => value is { } number ? [$"{name}: {number.ToString("0.##", CultureInfo.InvariantCulture)}"] : [];
}
