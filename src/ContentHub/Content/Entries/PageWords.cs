using System.Globalization;
using ContentHub.Api.Fields;
using ContentHub.Content.Parts;
using ContentHub.Delivery;
using ContentHub.Storage;

namespace ContentHub.Content.Entries;

/// <summary>What a page of ours says by itself, in the language of the entry; English where we have no words in it.</summary>
internal sealed record PageWords
{
    private static readonly PageWords English = new();

    private static readonly PageWords Spanish = new()
    {
        Language = "es",
        GetHelp = "Obtenga ayuda ahora",
        Call = "Llame al",
        TextMessage = "Mensaje de texto:",
        Chat = "Chat en línea",
        Notices = "Avisos",
        Correction = "Corrección",
        Concern = "Estamos revisando este texto: puede contener un error",
        Retracted = "Este texto fue retirado: no se guíe por él",
        ReadInstead = "Lea en su lugar:",
        TakesPlaceOf = "Este texto sustituye a uno que fue retirado:",
        KeyPoints = "Puntos clave",
        By = "Por",
        ReviewedBy = "Revisado por",
        ReviewedOn = "el",
        NextReview = "Próxima revisión a más tardar el",
        ReviewDue = "La próxima revisión está por hacerse.",
        ReviewOverdue = "Este texto debió revisarse de nuevo antes de esa fecha y todavía no se ha revisado. Puede estar desactualizado.",
        NotReviewed = "Ningún profesional de la salud ha revisado todavía este texto.",
        FirstPublished = "Publicado el",
        LastChanged = "Modificado el",
        More = "Más sobre este tema",
        References = "Fuentes",
        OriginalAt = "El original está en",
        OtherLanguages = "En otros idiomas",
        AlsoKnown = "También se llama:",
        SamplePerson = "Persona ficticia, de muestra.",
        Schedule = "Tiempo",
        HoursPerWeek = "Horas por semana",
        SessionsPerWeek = "Sesiones por semana",
        DurationWeeks = "Semanas",
        TotalHours = "Horas en total",
        Eligibility = "Para quién es",
        AdmissionSteps = "Cómo empezar",
        Places = "Dónde",
        Contact = "Contacto",
        OpeningHours = "Horario",
        Accessibility = "Accesibilidad",
    };

    public string Language { get; init; } = "en";
    public string GetHelp { get; init; } = "Get help now";
    public string Call { get; init; } = "Call";
    public string TextMessage { get; init; } = "Text message:";
    public string Chat { get; init; } = "Chat online";
    public string Notices { get; init; } = "Notices";
    public string Correction { get; init; } = "Correction";
    public string Concern { get; init; } = "We are checking this text: it may contain an error";
    public string Retracted { get; init; } = "This text was taken back: do not rely on it";
    public string ReadInstead { get; init; } = "Read instead:";
    public string TakesPlaceOf { get; init; } = "This takes the place of a text that was taken back:";
    public string KeyPoints { get; init; } = "Key points";
    public string By { get; init; } = "By";
    public string ReviewedBy { get; init; } = "Reviewed by";
    public string ReviewedOn { get; init; } = "on";
    public string NextReview { get; init; } = "Next review due by";
    public string ReviewDue { get; init; } = "The next review is due.";
    public string ReviewOverdue { get; init; } = "This text should have been reviewed again by that day and has not been. It may be out of date.";
    public string NotReviewed { get; init; } = "No clinician has reviewed this text yet.";
    public string FirstPublished { get; init; } = "Published on";
    public string LastChanged { get; init; } = "Last changed on";
    public string More { get; init; } = "More on this";
    public string References { get; init; } = "Sources";
    public string OriginalAt { get; init; } = "The original is at";
    public string OtherLanguages { get; init; } = "In other languages";
    public string AlsoKnown { get; init; } = "Also called:";
    public string SamplePerson { get; init; } = "A made-up person, for samples.";
    public string Schedule { get; init; } = "Time";
    public string HoursPerWeek { get; init; } = "Hours a week";
    public string SessionsPerWeek { get; init; } = "Sessions a week";
    public string DurationWeeks { get; init; } = "Weeks";
    public string TotalHours { get; init; } = "Hours in all";
    public string Eligibility { get; init; } = "Who it is for";
    public string AdmissionSteps { get; init; } = "How to start";
    public string Places { get; init; } = "Where";
    public string Contact { get; init; } = "Contact";
    public string OpeningHours { get; init; } = "Opening hours";
    public string Accessibility { get; init; } = "Accessibility";

    /// <param name="locale">BCP 47.</param>
    public static PageWords Of(string locale) => locale.Split('-')[0].Equals(Spanish.Language, StringComparison.OrdinalIgnoreCase) ? Spanish : English;

    /// <summary>What a reader must understand of a notice before reading it.</summary>
    public string KindOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Correction => Correction,
        NoticeKind.ExpressionOfConcern => Concern,
        NoticeKind.Retracted or NoticeKind.Replaced => Retracted,
        _ => throw new InvalidOperationException($"Unknown kind of notice {kind}."),
    };

    /// <summary>A day as the locale writes it out.</summary>
    public static string Day(DateOnly day, string locale) => day.ToString("D", CultureInfo.GetCultureInfo(locale));

    public IEnumerable<Flow> AlsoCalled(IReadOnlyList<Text> names) => names.Count == 0 ? [] : [new ParagraphFlow($"{AlsoKnown} {Inlines.Escape(string.Join(", ", names))}")];

    public static IEnumerable<Flow> List(string heading, IReadOnlyList<Text> items) => Facts(heading, [.. items.Select(i => i.ToString())]);

    /// <summary>Nothing where there is nothing to say.</summary>
    public static IEnumerable<Flow> Facts(string heading, IReadOnlyList<string> items) => items.Count == 0 ? [] :
        [new HeadingFlow(2, heading, null), new ListFlow(IsNumbered: false, 1, [.. items.Select(i => (Inlines.Escape(i), 1))])];

    public IEnumerable<Flow> ContactOf(Contact contact) =>
        Facts(Contact, [.. new[] { contact.Phone, contact.Email, contact.Url?.AbsoluteUri, contact.Note }.OfType<string>()]);
}
