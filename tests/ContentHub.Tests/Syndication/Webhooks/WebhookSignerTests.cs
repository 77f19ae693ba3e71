using System.Text;
using ContentHub.Storage;
using ContentHub.Syndication.Webhooks;
using Microsoft.AspNetCore.Http;
using NSec.Cryptography;
using Xunit;

namespace ContentHub.Tests.Syndication.Webhooks;

/// <summary>Vectors of the reference libraries (github.com/standard-webhooks/standard-webhooks: JavaScript, and Go for Ed25519).</summary>
public sealed class WebhookSignerTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void Signatures_are_those_of_the_reference_libraries()
    {
        using var signer = new WebhookSigner([Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], Convert.FromBase64String("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="));

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==",
            signer.Sign(Id, Timestamp, Body));
    }

    [Fact]
    public void While_a_secret_is_rotated_both_sign_and_afterwards_the_new_one_alone()
    {
        var (webhook, now) = (NewWebhook(), new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero));
        (webhook.PreviousSecret, webhook.PreviousSecretUntil) = (WebhookSecrets.NewSecret(), now.AddHours(1));
        using var during = WebhookSecrets.SignerOf(webhook, now);
        using var after = WebhookSecrets.SignerOf(webhook, now.AddHours(1));

        var (both, one) = (during.Sign(Id, Timestamp, Body).Split(' '), after.Sign(Id, Timestamp, Body).Split(' '));

        Assert.Equal(["v1", "v1", "v1a"], both.Select(s => s.Split(',')[0]));
        Assert.Equal([both[0], both[2]], one);
        Assert.Equal(3, both.Distinct().Count());
    }

    [Fact]
    public void A_library_of_others_takes_what_we_sign_and_refuses_what_was_changed()
    {
        var webhook = NewWebhook();
        using var signer = WebhookSecrets.SignerOf(webhook, DateTimeOffset.UtcNow);
        var (now, body) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Encoding.UTF8.GetString(Body));
        var headers = new HeaderDictionary { ["webhook-id"] = Id, ["webhook-timestamp"] = $"{now}", ["webhook-signature"] = signer.Sign(Id, now, Body) };
        var library = new StandardWebhooks.StandardWebhook(WebhookSecrets.TextOf(webhook.Secret));

        library.Verify(body, headers);

        Assert.Throws<StandardWebhooks.Diagnostics.WebhookVerificationException>(() => library.Verify(body + " ", headers));
    }

    [Fact]
    public void The_public_key_checks_its_own_endpoint_and_no_other()
    {
        var (one, other) = (NewWebhook(), NewWebhook());
        using var signer = WebhookSecrets.SignerOf(one, DateTimeOffset.UtcNow);
        var signature = Convert.FromBase64String(signer.Sign(Id, Timestamp, Body).Split(' ')[^1]["v1a,".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];

        Assert.True(Verifies(WebhookSecrets.PublicKeyText(one.PublicKey)));
        Assert.False(Verifies(WebhookSecrets.PublicKeyText(other.PublicKey)));

        bool Verifies(string text) => text.StartsWith("whpk_", StringComparison.Ordinal)
            && SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(text["whpk_".Length..]), KeyBlobFormat.RawPublicKey), signed, signature);
    }

    private static Webhook NewWebhook()
    {
        var (seed, publicKey) = WebhookSecrets.NewKeyPair();
        return new() { Id = Guid.NewGuid(), PartnerId = Guid.NewGuid(), Url = "https://example.org", Events = "", CreatedAt = default, Secret = WebhookSecrets.NewSecret(), SigningKey = seed, PublicKey = publicKey, Sequence = 0 };
    }
}
