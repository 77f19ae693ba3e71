using System.ComponentModel.DataAnnotations;
using ContentHub.Api.Execution;
using GraphQL;
using GraphQL.Validation.Errors;
using Microsoft.Extensions.Options;

namespace ContentHub.Api.Limits;

/// <summary>To whom something is shown.</summary>
public enum ShownTo
{
    Everyone,

    /// <summary>Whoever sends a valid token, with or without a role.</summary>
    SignedIn,
    Nobody,
}

/// <summary>What the API tells of its schema; section <c>ContentHub:Api</c>.</summary>
public sealed record DisclosureOptions
{
    public const string Section = "ContentHub:Api";

    /// <summary>Who may read <c>__schema</c> and <c>__type</c>. Null: everyone in Development, else who is signed in.</summary>
    [EnumDataType(typeof(ShownTo))]
    public ShownTo? Introspection { get; init; }

    /// <summary>Who is told a name that resembles an unknown one. Null: everyone in Development, else who is signed in.</summary>
    [EnumDataType(typeof(ShownTo))]
    public ShownTo? Suggestions { get; init; }
}

/// <summary>Decides what of the schema a caller is told.</summary>
internal sealed class Disclosure(IOptions<DisclosureOptions> options, IHostEnvironment environment)
{
    public const string Hidden = "INTROSPECTION_NOT_ALLOWED";

    public bool ShowsSchemaTo(Caller caller) => Shows(options.Value.Introspection, caller);

    public static RequestRefusedException SchemaIsHidden() => new(
        StatusCodes.Status400BadRequest, Hidden, "`__schema` and `__type` are not shown to you. `schema.graphql` of the project holds the same; `__typename` always works.");

    /// <summary>Takes suggestions out of errors when the caller is not to see them.</summary>
    public void Hide(ExecutionResult result, Caller caller)
    {
        if (result.Errors is { Count: > 0 } errors && !Shows(options.Value.Suggestions, caller))
        {
            result.Errors = [.. errors.Select(Plain)];
        }
    }

    bool Shows(ShownTo? audience, Caller caller) => (audience ?? (environment.IsDevelopment() ? ShownTo.Everyone : ShownTo.SignedIn)) switch
    {
        ShownTo.Everyone => true,
        ShownTo.SignedIn => caller.IsSignedIn,
        ShownTo.Nobody => false,
        var unknown => throw new InvalidOperationException($"Unknown audience {unknown}."),
    };

    /// <summary>The errors of GraphQL.NET that end in a suggestion; what they quote before it are names, which hold no spaces.</summary>
    static ExecutionError Plain(ExecutionError error)
    {
        if (error is not (FieldsOnCorrectTypeError or KnownArgumentNamesError or KnownTypeNamesError)
            || error.Message.IndexOf(" Did you mean ", StringComparison.Ordinal) is var at && at < 0)
        {
            return error;
        }

        var plain = new ExecutionError(error.Message[..at]) { Code = error.Code, Path = error.Path };
        error.Locations?.ForEach(plain.AddLocation);
        return plain;
    }
}
