using Microsoft.EntityFrameworkCore;

namespace ContentHub.Storage;

/// <summary>Who has acted. To become known is no act, so it stands in no log: this is the one write beside <see cref="ChangeLog"/>.</summary>
public sealed class People(IDbContextFactory<ContentHubDb> factory)
{
    /// <summary>Finds the person, or writes one down; name, e-mail and roles become those given. Safe when it happens twice at once.</summary>
    /// <param name="subject">Issuer and subject of the token; <c>system:…</c> for programs.</param>
    /// <param name="name">As it is shown to colleagues and, for reviewers, to readers.</param>
    /// <param name="email">Null where the token has none.</param>
    /// <param name="roles">Names of roles, joined by commas.</param>
    /// <param name="isSystem">Whether it is a program; decided once, at first sight.</param>
    /// <returns>The id by which the log knows the person.</returns>
    public async Task<Guid> EnsureAsync(
        string subject, string name, string? email, string roles, bool isSystem, CancellationToken cancellation = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellation);
        var known = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Subject == subject, cancellation);
        if (known is not null && (known.Name, known.Email, known.Roles) == (name, email, roles))
        {
            return known.Id;
        }

        var id = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into "People" ("Id", "Subject", "Name", "Email", "Roles", "IsSystem")
            values ({id}, {subject}, {name}, {email}, {roles}, {isSystem})
            on conflict ("Subject") do update set "Name" = excluded."Name", "Email" = excluded."Email", "Roles" = excluded."Roles"
            """,
            cancellation);
        return await db.People.Where(p => p.Subject == subject).Select(p => p.Id).SingleAsync(cancellation);
    }
}
