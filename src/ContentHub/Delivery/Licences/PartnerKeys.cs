using ContentHub.Accounts;
using ContentHub.Api.Execution;

namespace ContentHub.Delivery.Licences;

/// <summary>Partners' keys, as the log has them by now: a key that was revoked on any node is refused here as soon as this node has read that act.</summary>
internal sealed class PartnerKeys(SnapshotFollower follower, TimeProvider time) : IPartnerKeys
{
    public PartnerIdentity? Find(string key)
    {
        if (!follower.Loaded.IsCompletedSuccessfully)
        {
            throw DeliveryStart.NotReady();
        }

        return follower.Current.Partners.FindByKey(PartnerKeyText.HashOf(key)) is var (partner, found) && !(found.ExpiresAt <= time.GetUtcNow())
            ? new(partner.Id, found.Id, partner.Name, found.ExpiresAt)
            : null;
    }

    public bool Holds(Guid keyId) => follower.Current.Partners.FindKey(keyId) is { } key && !(key.ExpiresAt <= time.GetUtcNow());
}
