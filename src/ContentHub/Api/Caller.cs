using System.ComponentModel;

namespace ContentHub.Api;

/// <summary>What a signed-in person may do; an app role of the token. One person may hold several.</summary>
[Description("What a person may do.")]
public enum Role
{
    [Description("Creates and edits drafts, submits them for review, comments.")] Author,
    [Description("Edits anyone's entries, requests changes, publishes and unpublishes what is approved.")] Editor,
    [Description("Approves clinical revisions that others wrote; requests changes.")] MedicalReviewer,
    [Description("Retracts; publishes without review in an emergency, with a reason.")] Publisher,
    [Description("Looks after partners, keys, settings and the audit export; has no part in the content workflow.")] Admin,
}

/// <summary>Who is asking. The same for a request over HTTP, a background worker and a command-line verb.</summary>
/// <param name="ActorId">The row in <c>people</c> that stands for this person; null for anyone not signed in.</param>
/// <param name="Name">As it is shown to colleagues and, for reviewers, to readers.</param>
/// <param name="Email">Null where the token has none.</param>
/// <param name="Roles">Empty for anyone not signed in; a token without a role signs nobody in.</param>
/// <param name="Address">The network address it came from; null for workers and verbs.</param>
/// <param name="ExpiresAt">From when on the token is refused, the clocks' tolerance included: whatever lasts longer than a request ends here. Null without a token.</param>
public sealed record Caller(
    Guid? ActorId, string Name, string? Email, IReadOnlySet<Role> Roles, string? Address = null, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Somebody who is not signed in.</summary>
    public static readonly Caller Anonymous = new(null, "", null, new HashSet<Role>());

    /// <summary>The organisation whose key was shown; null for everybody else. Such a caller is a reader of what the organisation's licence covers.</summary>
    public Guid? PartnerId { get; init; }

    /// <summary>The key that was shown.</summary>
    public Guid? PartnerKeyId { get; init; }

    /// <summary>What is answered may differ from what others are answered.</summary>
    public bool IsKnown => IsSignedIn || PartnerId is not null;

    /// <summary>Has shown a token that holds.</summary>
    public bool IsSignedIn => ActorId is not null;

    /// <summary>Signed in with at least one role: sees drafts, history and the editorial API.</summary>
    public bool IsEditorial => IsSignedIn && Roles.Count > 0;

    public bool Has(params ReadOnlySpan<Role> any)
    {
        foreach (var role in any)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }

        return false;
    }
}
