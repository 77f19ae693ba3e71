using System.Collections.Concurrent;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>Remembers who was already looked up, so that a signed-in request costs no query.</summary>
internal sealed class ActorCache
{
    /// <summary>More than any staff has; above it the cache starts anew.</summary>
    public const int ActorsMax = 10_000;

    readonly ConcurrentDictionary<string, Known> _known = new();

    public async Task<Guid> EnsureAsync(
        IActors actors, string subject, string name, string? email, IReadOnlySet<Role> roles, CancellationToken cancellation)
    {
        // The last that was seen of each person, not all that ever was: who gets a role back is written down with it again.
        var seen = new Known(name, email, string.Join(' ', roles.Order()), default);
        if (_known.TryGetValue(subject, out var known) && known with { Id = default } == seen)
        {
            return known.Id;
        }

        var id = await actors.EnsureAsync(subject, name, email, roles, cancellation);
        if (_known.Count >= ActorsMax)
        {
            _known.Clear();
        }

        _known[subject] = seen with { Id = id };
        return id;
    }

    readonly record struct Known(string Name, string? Email, string Roles, Guid Id);
}
