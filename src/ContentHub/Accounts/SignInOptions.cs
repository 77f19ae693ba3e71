namespace ContentHub.Accounts;

/// <summary>Section <c>ContentHub:SignIn</c>.</summary>
public sealed record SignInOptions
{
    /// <summary>Whether tokens of the verb <c>token</c> are taken. Null: in the Development environment only; anywhere else it must not be true.</summary>
    public bool? Development { get; init; }
}
