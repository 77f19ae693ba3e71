using System.Net;

namespace ContentHub.Syndication.Webhooks;

/// <summary>Where events may be sent, as far as the address itself tells; the name is looked up for each connection. Pure.</summary>
internal static class WebhookUrlRules
{
    public const int CharactersMax = 2_000;

    private const int HttpsPort = 443;
    private const int UnprivilegedPort = 1024;

    /// <returns>Why nothing is sent there, as a sentence; null when something may be.</returns>
    public static string? FaultOf(string text, WebhookAllowances allowances)
    {
        if (text.Length > CharactersMax || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            return $"This is no https address of at most {CharactersMax} characters.";
        }

        var isAllowed = allowances.Has(url.Host);
        return url switch
        {
            { UserInfo.Length: > 0 } => "An address with a name or password in it is not sent to: events are signed instead.",
            { Fragment.Length: > 0 } => "Take out what stands behind `#`: it is never sent.",
            { Scheme: "http" } when !isAllowed => "Events go by https only; plain http is for hosts that the setting ContentHub:Webhooks:Allowed names.",
            { Port: not HttpsPort and < UnprivilegedPort } when !isAllowed => $"Use port {HttpsPort} or one from {UnprivilegedPort} on.",
            _ when IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && !MayConnect(url.Host, address, allowances) => NotPublic,
            _ => null,
        };
    }

    /// <summary>Whether this very address may be connected to.</summary>
    /// <param name="host">The name that led to it.</param>
    public static bool MayConnect(string host, IPAddress address, WebhookAllowances allowances) =>
        AddressRules.IsPublic(address) || allowances.Hosts.Contains(host) || allowances.Networks.Contains(AddressRules.Plain(address)) || allowances.Networks.Contains(address);

    public const string NotPublic = "This host is not on the public internet: nothing is sent to private, local or reserved addresses, unless the setting ContentHub:Webhooks:Allowed names them.";
}
