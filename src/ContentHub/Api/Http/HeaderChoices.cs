using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace ContentHub.Api.Http;

/// <summary>
/// What is chosen by a header that clients negotiate with. Remembered, because programs send the same few again and again; once so many are known,
/// others are read each time.
/// </summary>
/// <param name="choose">Reads the header.</param>
internal sealed class HeaderChoices(Func<StringValues, string?> choose)
{
    const int KeptMax = 100;
    const int KeptMaxCharacters = 200;

    readonly ConcurrentDictionary<string, string?> _kept = new(StringComparer.Ordinal);

    public string? Of(StringValues header)
    {
        if (header is not [{ Length: <= KeptMaxCharacters } line])
        {
            return choose(header);
        }

        if (_kept.TryGetValue(line, out var known))
        {
            return known;
        }

        var chosen = choose(header);
        if (_kept.Count < KeptMax)
        {
            _kept.TryAdd(line, chosen);
        }

        return chosen;
    }
}
