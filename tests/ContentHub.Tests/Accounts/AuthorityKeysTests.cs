using ContentHub.Accounts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols;
using Xunit;

namespace ContentHub.Tests.Accounts;

public sealed class AuthorityKeysTests
{
    const string Address = "https://authority.example/.well-known/openid-configuration";

    readonly FixedTime _time = new(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero));
    readonly Documents _documents = new();
    readonly AuthorityKeys _keys;

    public AuthorityKeysTests() => _keys = new AuthorityKeys(Address, _documents, _time, NullLogger.Instance);

    [Fact]
    public async Task Keys_are_fetched_once_for_many_who_ask_at_once()
    {
        var answers = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _keys.GetConfigurationAsync(CancellationToken.None)));
        _documents.Answer("https://authority.example", "k1");

        Assert.Single((await answers).Distinct());
        Assert.Equal(1, _documents.Fetches);
    }

    [Fact]
    public async Task Keys_are_fetched_anew_after_an_hour_while_the_known_ones_are_in_use()
    {
        _documents.Answer("https://authority.example", "k1");
        var first = await _keys.GetConfigurationAsync(CancellationToken.None);
        _documents.Hold();

        _time.Now += TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1);
        await _keys.GetConfigurationAsync(CancellationToken.None);
        var fetchesBefore = _documents.Fetches;
        _time.Now += TimeSpan.FromSeconds(1);
        var meanwhile = await _keys.GetConfigurationAsync(CancellationToken.None);
        var newer = _keys.IsNewerThanAsync(first, CancellationToken.None);
        _documents.Answer("https://authority.example", "k2");

        Assert.True(await newer);
        Assert.Equal(1, fetchesBefore);
        Assert.Same(first, meanwhile);
        Assert.Equal("k2", Assert.Single((await _keys.GetConfigurationAsync(CancellationToken.None)).SigningKeys).KeyId);
    }

    [Theory]
    [InlineData("", "k2")]
    [InlineData("https://authority.example", null)]
    public async Task Answer_without_issuer_or_keys_is_none(string issuer, string? keyId)
    {
        _documents.Answer("https://authority.example", "k1");
        var first = await _keys.GetConfigurationAsync(CancellationToken.None);
        _time.Now += AuthorityKeys.AskedAtMostEvery;
        _documents.Answer(issuer, keyId);

        var isNewer = await _keys.IsNewerThanAsync(first, CancellationToken.None);

        Assert.False(isNewer);
        Assert.Same(first, await _keys.GetConfigurationAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Failure_tells_how_long_to_wait_and_is_not_repeated_before()
    {
        _documents.Answer("", null);

        var first = await Assert.ThrowsAsync<AuthorityUnavailableException>(() => _keys.GetConfigurationAsync(CancellationToken.None));
        _time.Now += TimeSpan.FromSeconds(4);
        var second = await Assert.ThrowsAsync<AuthorityUnavailableException>(() => _keys.GetConfigurationAsync(CancellationToken.None));

        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(6)), (first.RetryAfter, second.RetryAfter));
        Assert.Equal(1, _documents.Fetches);
    }

    [Fact]
    public async Task Whoever_hangs_up_while_waiting_spoils_it_for_nobody()
    {
        using var impatient = new CancellationTokenSource();
        var hungUp = _keys.GetConfigurationAsync(impatient.Token);
        var patient = _keys.GetConfigurationAsync(CancellationToken.None);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hungUp);
        _documents.Answer("https://authority.example", "k1");

        Assert.Equal("https://authority.example", (await patient).Issuer);
    }

    /// <summary>The authority's documents; keeps whoever asks waiting until it has an answer.</summary>
    sealed class Documents : IDocumentRetriever
    {
        TaskCompletionSource<(string Issuer, string? KeyId)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _fetches;

        /// <summary>Of the discovery document.</summary>
        public int Fetches => Volatile.Read(ref _fetches);

        public void Hold() => _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(string issuer, string? keyId)
        {
            if (!_answer.TrySetResult((issuer, keyId)))
            {
                Hold();
                _answer.SetResult((issuer, keyId));
            }
        }

        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (address == Address)
            {
                Interlocked.Increment(ref _fetches);
            }

            var (issuer, keyId) = await _answer.Task;
            return address == Address
                ? $$"""{ "issuer": "{{issuer}}", "jwks_uri": "https://authority.example/keys" }"""
                : keyId is null ? """{ "keys": [] }""" : $$"""{ "keys": [{ "kty": "RSA", "kid": "{{keyId}}", "n": "{{new string('A', 342)}}", "e": "AQAB" }] }""";
        }
    }
}
