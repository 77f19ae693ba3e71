using System.Numerics;
using System.Runtime.CompilerServices;
using ContentHub.Delivery;
using CsCheck;
using Xunit;

namespace ContentHub.Tests.Syndication.Changes;

public sealed class StateHashTests
{
    /// <summary>Worked out by <c>sha256sum</c>, as the README shows it.</summary>
    private const string OfOneText = "28b41beeac8be81e9a013e0a270a81a550b67184dae02c2476b3198d13edc4b5";

    [Fact]
    public void The_READMEs_example_is_what_the_server_works_out()
    {
        Assert.Equal(OfOneText, StateHash.Of(Guid.Parse("019c0000-0000-7000-8000-000000000001"), "en-US", 3).ToString());
        Assert.Contains(OfOneText, File.ReadAllText(Readme()), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_and_differences_are_those_of_numbers_modulo_2_to_the_256() => Gen.Select(Gen.Guid, Gen.Guid, Gen.Int[1, 9]).Sample((first, second, version) =>
    {
        var (a, b) = (StateHash.Of(first, "en-US", version), StateHash.Of(second, "es-US", version));
        return NumberOf(a + b) == (NumberOf(a) + NumberOf(b)) % Modulus && NumberOf(a - b) == (NumberOf(a) - NumberOf(b) + Modulus) % Modulus && a + b - b == a;
    });

    private static readonly BigInteger Modulus = BigInteger.Pow(2, 256);

    private static BigInteger NumberOf(StateHash hash) => new(Convert.FromHexString(hash.ToString()), isUnsigned: true, isBigEndian: true);

    private static string Readme([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "README.md"));
}
