using System.Text;
using System.Text.Json;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>What a validated token says about its bearer.</summary>
/// <param name="Subject">Issuer and subject, joined by <c>|</c>.</param>
/// <param name="Roles">Those of ours; empty when it names none.</param>
internal sealed record TokenClaims(string Subject, string Name, string? Email, IReadOnlySet<Role> Roles)
{
    /// <summary>OpenID Connect Core 1.0, section 2: a subject is no longer.</summary>
    public const int SubjectMaxCharacters = 255;

    public const int NameMaxCharacters = 200;

    /// <summary>RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.2: 64 before the @, 255 after it.</summary>
    public const int EmailMaxCharacters = 320;

    /// <summary>Reads the claims by the names they have in the token.</summary>
    /// <param name="roleClaim">See <see cref="SignInOptions.RoleClaim"/>.</param>
    /// <returns>Null when the token does not say who its bearer is.</returns>
    public static TokenClaims? From(JsonElement payload, string roleClaim)
    {
        string? Value(string claim) => payload.TryGetProperty(claim, out var value) ? TextOf(value) : null;

        if (Value("iss") is not { } issuer || (Value("sub") ?? Value("oid")) is not { } subject
            || subject.Length > SubjectMaxCharacters || subject.Any(char.IsControl))
        {
            return null;
        }

        var account = Value("preferred_username");
        var email = Value("email") ?? (account?.Contains('@', StringComparison.Ordinal) == true ? account : null);
        return new TokenClaims(
            $"{issuer}|{subject}",
            Line(Value("name"), NameMaxCharacters) ?? Line(account, NameMaxCharacters) ?? subject,
            email is { Length: <= EmailMaxCharacters } && !email.Any(char.IsControl) ? email : null,
            RoleClaims.In(payload, roleClaim));
    }

    /// <returns>Null for what is no text, is empty, or has half a character in it.</returns>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>People choose what they are called; colleagues, readers and databases get one line of it.</summary>
    static string? Line(string? text, int charactersMax)
    {
        if (text is null)
        {
            return null;
        }

        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > charactersMax)
            {
                break;
            }

            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }
}
