using System.Net;

namespace ContentHub.Tests.Api.Attacks;

/// <summary>Where attackers come from: other addresses than those who only want to read, of which the loopback network of Linux has plenty.</summary>
internal static class Attackers
{
    private static int _last = 1;

    /// <summary>One that nobody has come from yet.</summary>
    public static IPAddress Next()
    {
        var number = Interlocked.Increment(ref _last);
        return new IPAddress([127, (byte)(1 + (number >> 16)), (byte)(number >> 8), (byte)number]);
    }
}
