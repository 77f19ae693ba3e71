namespace ContentHub.Api.Http;

/// <summary>What an endpoint without GraphQL answers: whole, before any of it goes out.</summary>
/// <param name="MediaType">With its charset where it is text.</param>
public sealed record PlainAnswer(int Status, string MediaType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Since when nothing of it can have changed; null where that is not known. Cut to seconds only upwards.</summary>
    public DateTimeOffset? UnchangedSince { get; init; }

    /// <summary>BCP 47, of whoever it is for.</summary>
    public string? Language { get; init; }

    /// <summary>Another header with the same address would have brought another answer.</summary>
    public string? Vary { get; init; }

    /// <summary>What was asked says something about a person: nobody may keep the answer, nor compare it later.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Of a page that any site may frame: its own content security policy. Null for data, which nobody may frame.</summary>
    public string? Policy { get; init; }

    /// <summary>Any number of a name.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static PlainAnswer Text(string mediaType, string text, int status = StatusCodes.Status200OK) =>
        new(status, $"{mediaType}; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>The same thing stands somewhere else.</summary>
    /// <param name="isForGood">Whether it always will.</param>
    public static PlainAnswer Elsewhere(Uri address, bool isForGood) => new(isForGood ? StatusCodes.Status301MovedPermanently : StatusCodes.Status302Found, "text/plain", default)
    {
        Headers = [("Location", address.AbsoluteUri)],
    };
}
