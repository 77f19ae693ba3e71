using ContentHub.Api.Telemetry;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ContentHub.Accounts;

/// <summary>What the authority publishes: its issuer and the keys that it signs with.</summary>
/// <remarks>
/// In place of the framework's <see cref="ConfigurationManager{T}"/>, which cannot be waited for when a new key is met, keeps removed
/// keys for an hour more, and lets each request wait for an authority that does not answer.
/// </remarks>
internal sealed class AuthorityKeys : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>Keys that were removed without new ones being used are refused after this long at the latest.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    /// <summary>Whatever tokens come in, the authority is not asked more often.</summary>
    public static readonly TimeSpan AskedAtMostEvery = TimeSpan.FromSeconds(10);

    readonly IDocumentRetriever _documents;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Lock _lock = new();
    volatile Known? _known;
    Task _asking = Task.CompletedTask;
    long? _askedAt;

    public AuthorityKeys(string discoveryAddress, IDocumentRetriever documents, TimeProvider time, ILogger logger)
    {
        (MetadataAddress, _documents, _time, _logger) = (discoveryAddress, documents, time, logger);
        UseLastKnownGoodConfiguration = false;
    }

    /// <summary>Waits only for the very first answer; later ones are fetched while the earlier one is in use.</summary>
    /// <exception cref="AuthorityUnavailableException">There is no answer yet.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_known is null)
        {
            await Ask().WaitAsync(cancel);
        }

        var known = _known ?? throw new AuthorityUnavailableException(WaitForNext());
        if (_time.GetElapsedTime(known.At) >= KnownFor)
        {
            _ = Ask();
        }

        return known.Configuration;
    }

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    public override void RequestRefresh() => _ = Ask();

    /// <summary>Asks again, if it was not asked only just now, and waits for the answer.</summary>
    /// <returns>Whether there is another answer than <paramref name="used"/>.</returns>
    public async Task<bool> IsNewerThanAsync(OpenIdConnectConfiguration used, CancellationToken cancel)
    {
        if (ReferenceEquals(_known?.Configuration, used))
        {
            await Ask().WaitAsync(cancel);
        }

        return !ReferenceEquals(_known?.Configuration, used);
    }

    /// <returns>The question that is under way, or one that is answered when it is too early for the next.</returns>
    Task Ask()
    {
        lock (_lock)
        {
            if (_asking.IsCompleted && (_askedAt is not { } askedAt || _time.GetElapsedTime(askedAt) >= AskedAtMostEvery))
            {
                _askedAt = _time.GetTimestamp();
                _asking = Task.Run(AskAsync);
            }

            return _asking;
        }
    }

    async Task AskAsync()
    {
        try
        {
            var answer = await OpenIdConnectConfigurationRetriever.GetAsync(MetadataAddress, _documents, CancellationToken.None);
            _known = answer is { Issuer.Length: > 0, SigningKeys.Count: > 0 }
                ? new Known(answer, _time.GetTimestamp())
                : throw new InvalidDataException("It names no issuer or no keys.");
        }
        catch (Exception fault)
        {
            _logger.LogWarning("Keys were not fetched from {Address}: {Reason}", MetadataAddress, LogText.Of(fault.GetBaseException().Message));
        }
    }

    TimeSpan WaitForNext()
    {
        lock (_lock)
        {
            return _askedAt is { } askedAt ? AskedAtMostEvery - _time.GetElapsedTime(askedAt) : TimeSpan.Zero;
        }
    }

    sealed record Known(OpenIdConnectConfiguration Configuration, long At);
}

/// <summary>Nothing can be said about any token: the authority has not told its keys.</summary>
/// <param name="retryAfter">When it will be asked again; may be past.</param>
internal sealed class AuthorityUnavailableException(TimeSpan retryAfter) : Exception("The authority has not told its keys.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
