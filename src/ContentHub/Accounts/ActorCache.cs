using System.Collections.Concurrent;
using ContentHub.Api;

namespace ContentHub.Accounts;

/// <summary>Remembers who was already looked up, so that a signed-in request costs no query.</summary>
internal sealed class ActorCache
{
    /// <summary>More than any staff has; above it the cache starts anew.</summary>
    public const int ActorsMax = 10_000;

    readonly ConcurrentDictionary<Key, Guid> _ids = new();

    public async Task<Guid> EnsureAsync(
        IActors actors, string subject, string name, string? email, IReadOnlySet<Role> roles, CancellationToken cancellation)
    {
        var key = new Key(subject, name, email, string.Join(' ', roles.Order()));
        if (_ids.TryGetValue(key, out var known))
        {
            return known;
        }

        var id = await actors.EnsureAsync(subject, name, email, roles, cancellation);
        if (_ids.Count >= ActorsMax)
        {
            _ids.Clear();
        }

        _ids[key] = id;
        return id;
    }

    readonly record struct Key(string Subject, string Name, string? Email, string Roles);
}
