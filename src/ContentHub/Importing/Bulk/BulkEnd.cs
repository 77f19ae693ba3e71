using System.Globalization;
using System.Text;

namespace ContentHub.Importing.Bulk;

/// <summary>The last line of an export: how many lines are before it, and the SHA-256 over all of them, each with its end.</summary>
internal static class BulkEnd
{
    public const string Kind = "end";

    public static byte[] Write(long lines, byte[] sum) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"lines":{{lines}},"sum":"{{Convert.ToHexStringLower(sum)}}"}"""));
}
