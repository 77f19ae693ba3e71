using System.ComponentModel;
using GraphQL;

namespace ContentHub.Api.Errors;

/// <summary>Codes of expected refusals: for programs, and never changed in meaning.</summary>
[Description("Codes of expected refusals, for programs; a code never changes its meaning.")]
public enum ErrorCode
{
    [Description("Something that must be there is missing.")] Required,
    [Description("A value that is not allowed here.")] Invalid,
    [Description("Over the length that the message names.")] TooLong,
    [Description("Another entry of this type and locale has this slug, or had it and still answers under it.")] SlugTaken,
    [Description("The entry already exists in this locale: update that one.")] LocaleExists,
    [Description("Two parts of one document have the same key.")] DuplicateKey,
    [Description("No part of the document has this key.")] UnknownKey,
    [Description("No entry of the right type has this id.")] UnknownReference,
    [Description("HTML in a text; the message names the place.")] RawHtml,
    [Description("Somebody saved first: read, merge, send again with the current version.")] Conflict,
    [Description("The act does not fit the state of the revision.")] WrongState,
    [Description("Findings of severity ERROR stand against it.")] BlockedByFindings,
    [Description("Nobody approves what they wrote themselves.")] OwnRevision,
    [Description("Unknown, or not yours to see.")] NotFound,
    [Description("It takes a role that you do not have.")] Forbidden,
    [Description("Not an address that this server sends to: the message says why.")] UrlNotAllowed,
    [Description("The endpoint did not answer as it must: the message says what came instead.")] ChallengeFailed,
    [Description("A file of a kind that is not taken, or that is not what its name says.")] FileRefused,
}

/// <summary>An expected refusal: the caller can put it right.</summary>
[Description("An expected refusal. Read `code`, show `message`; all faults of an input come at once.")]
public interface IUserError
{
    [Description("A sentence for the person who acted: what is wrong and what to do.")]
    string Message { get; }

    [Description("For programs.")]
    ErrorCode Code { get; }

    [Description("From `input` down, e.g. [input, patch, sections, s3, heading]; parts with a key by their key.")]
    IReadOnlyList<string> Path { get; }
}

[Description("A value of the input that cannot be taken as it is.")]
public sealed record ValidationError(
    [property: Description("What is wrong with the value, and what would be right.")] string Message,
    [property: Description("Which kind of fault.")] ErrorCode Code,
    [property: Description("Where the value stands, from `input` down.")] IReadOnlyList<string> Path) : IUserError;

[Description("Nothing here has this id, or it is not yours to see.")]
public sealed record NotFoundError(
    [property: Description("What was looked for.")] string Message,
    [property: Description("Where the id stands, from `input` down.")] IReadOnlyList<string> Path) : IUserError
{
    [Description("Always NOT_FOUND.")]
    public ErrorCode Code => ErrorCode.NotFound;
}

[Description("The act takes a role that the caller does not have.")]
public sealed record ForbiddenError(
    [property: Description("Who may do it, in words.")] string Message,
    [property: Description("Where the act was asked for: `input`.")] IReadOnlyList<string> Path,
    [property: Description("Any one of these roles is enough; empty when no role is (e.g. for one's own words).")] IReadOnlyList<Role> Requires) : IUserError
{
    [Description("FORBIDDEN, or OWN_REVISION for one's own words.")]
    public ErrorCode Code { get; init; } = ErrorCode.Forbidden;
}

/// <summary>The request itself is wrong (unknown field, bad cursor, not signed in): a top-level GraphQL error with a code.</summary>
public sealed class RequestError : ExecutionError
{
    public RequestError(string code, string message)
        : base(message) => Code = code;
}
