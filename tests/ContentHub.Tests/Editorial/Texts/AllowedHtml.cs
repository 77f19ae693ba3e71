using System.Text.RegularExpressions;
using Xunit;

namespace ContentHub.Tests.Editorial.Texts;

/// <summary>Reads HTML as strictly as can be: anything but the tags, attributes and entities that we write is a failure.</summary>
internal static partial class AllowedHtml
{
    public static void Check(string html)
    {
        var open = new Stack<string>();
        var position = 0;
        while (position < html.Length)
        {
            var match = Token().Match(html, position);
            Assert.True(match.Success, $"At {position}: {html[position..Math.Min(html.Length, position + 60)]}");
            if (match.Groups["open"] is { Success: true, Value: var name })
            {
                open.Push(name);
            }
            else if (match.Groups["close"] is { Success: true, Value: var closed })
            {
                Assert.Equal(open.Pop(), closed);
            }

            if (match.Groups["href"] is { Success: true, Value: var href })
            {
                Assert.Matches("^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])|mailto:|tel:|/e/)", href.ToLowerInvariant());
                Assert.Single(open, "a");
            }

            position = match.Index + match.Length;
        }

        Assert.Empty(open);
    }

    [GeneratedRegex("\\G(?:[^<>&\"']+|&(?:amp|lt|gt|quot|#39);|<(?<open>em|strong|code)>|<(?<open>a) href=\"(?<href>(?:[^<>&\"']|&(?:amp|lt|gt|quot|#39);)*)\"(?: data-entry-id=\"[0-9a-f-]{36}\")?>|</(?<close>em|strong|code|a)>)", RegexOptions.Singleline)]
    private static partial Regex Token();
}
