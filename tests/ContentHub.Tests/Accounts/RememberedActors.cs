using System.Collections.Concurrent;
using ContentHub.Accounts;
using ContentHub.Api;

namespace ContentHub.Tests.Accounts;

/// <summary>People in memory; remembers each question.</summary>
sealed class RememberedActors : IActors
{
    readonly ConcurrentDictionary<string, Guid> _ids = new();

    public ConcurrentQueue<(string Subject, string Name, string? Email, IReadOnlySet<Role> Roles)> Asked { get; } = new();

    public Task<Guid> EnsureAsync(string subject, string name, string? email, IReadOnlySet<Role> roles, CancellationToken cancellation)
    {
        Asked.Enqueue((subject, name, email, roles));
        return Task.FromResult(_ids.GetOrAdd(subject, _ => Guid.CreateVersion7()));
    }
}
