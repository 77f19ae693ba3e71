using ContentHub.Editorial.Checks.Matching;

namespace ContentHub.Editorial.Checks;

/// <summary>Kinds of help that a text may have to offer. A line that only refers people on is none of them.</summary>
[Flags]
internal enum HelpKinds
{
    None = 0,

    /// <summary>Life in danger now.</summary>
    Emergency = 1,

    /// <summary>Counselors for suicide, self-harm and crises.</summary>
    Crisis = 2,
}

/// <summary>Which number is which kind of help.</summary>
internal sealed class HelpNumbers
{
    private static readonly HelplineData Data = ClinicalData.Read<HelplineData>("helplines");

    private readonly string _country;
    private readonly CheckOptions _options;

    /// <param name="locale">BCP 47; its region is the country. Without one: the numbers of every country that we know, since the text says nothing of where.</param>
    public HelpNumbers(string locale, CheckOptions options)
    {
        _country = locale.Split('-').Skip(1).FirstOrDefault(part => part.Length == 2)?.ToUpperInvariant() ?? "";
        _options = options;
    }

    public static IReadOnlyList<(string Number, string Instead, string Why)> Outdated { get; } = [.. Data.Outdated.Select(o => (PhoneNumbers.DigitsOf(o.Number), o.Instead, o.Why))];

    /// <summary>How the crisis line of the country is called, for a message.</summary>
    public string NameOf(HelpKinds kind) =>
        Lines.FirstOrDefault(l => KindOf(l) == kind) is { } line ? line.Name : kind is HelpKinds.Crisis ? "crisis line of the country" : "emergency number of the country";

    /// <summary>What the numbers in a text offer.</summary>
    public HelpKinds In(string text) => PhoneNumbers.In(text).Aggregate(HelpKinds.None, (kinds, found) => kinds | Of(found.Digits));

    public HelpKinds Of(HelpOffer offer) =>
        offer.Numbers.Aggregate(offer.IsEmergency ? HelpKinds.Emergency : HelpKinds.None, (kinds, number) => kinds | In(number));

    private IEnumerable<Helpline> Lines => Data.Lines.Where(l => _country.Length == 0 || l.Country == _country);

    private HelpKinds Of(string digits)
    {
        var known = Lines.Where(l => PhoneNumbers.AreSame(digits, PhoneNumbers.DigitsOf(l.Number))).Aggregate(HelpKinds.None, (kinds, l) => kinds | KindOf(l));
        var crisis = _options.CrisisNumbers.Any(n => PhoneNumbers.AreSame(digits, PhoneNumbers.DigitsOf(n))) ? HelpKinds.Crisis : HelpKinds.None;
        var emergency = _options.EmergencyNumbers.Any(n => PhoneNumbers.AreSame(digits, PhoneNumbers.DigitsOf(n))) ? HelpKinds.Emergency : HelpKinds.None;
        return known | crisis | emergency;
    }

    private static HelpKinds KindOf(Helpline line) => line.Kind switch
    {
        "EMERGENCY" => HelpKinds.Emergency,
        "CRISIS" => HelpKinds.Crisis,
        _ => HelpKinds.None,
    };

    private sealed record HelplineData(string About, IReadOnlyList<Helpline> Lines, IReadOnlyList<OutdatedNumber> Outdated);

    private sealed record Helpline(string Country, string Kind, string Name, string Number);

    private sealed record OutdatedNumber(string Number, string Instead, string Why);
}
