using ContentHub.Api.Execution;
using CsCheck;
using GraphQLParser;
using GraphQLParser.Exceptions;
using Xunit;

namespace ContentHub.Tests.Api.Execution;

/// <summary>Breaking lines changes how long they are, and nothing else.</summary>
public sealed class ShortLinesTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", ":", "[", "]", "$a", "a", "b1", " ", ",", "\t", "\n", "\r\n", "\r", "12", "-1.5e3", "\"x y,z\"", "\"\"", "\"\\\"\"", "\"\\\\\"", "\"\"\"x \n y\"\"\"", "\"\"\"\"\"\"", "\"\"\" \\\"\"\" \"\"\"", "# c \" , \n", "\"", "\\", "...",
    ];

    [Fact]
    public void A_document_has_the_same_tokens_whatever_its_lines()
    {
        // Long runs of what GraphQL ignores, so that lines are in fact broken.
        var document = Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.Int[0, 1_200]).Array[0, 6].Select(pieces => string.Concat(pieces.Select(p => p.Item1 + new string(p.Item2 % 3 == 0 ? ',' : ' ', p.Item2))));

        document.Sample(
            text =>
            {
                var lines = ShortLines.Of(text);
                return lines is not null && lines.Length == text.Length && TokensOf(text) is var before && before.SequenceEqual(TokensOf(lines));
            },
            iter: 5_000);
    }

    [Fact]
    public void No_line_is_long_where_it_may_end()
    {
        var lines = ShortLines.Of($"{{ {string.Concat(Enumerable.Repeat("name, ", 20_000))} }}")!;

        Assert.InRange(lines.Split('\n').Max(line => line.Length), 900, 1_100);
    }

    [Theory]
    [InlineData("{ article(slug: \"#\") }")]
    [InlineData("{ article(slug: \"\"\"#\"\"\") }")]
    [InlineData("{ # # }")]
    [InlineData("{ #")]
    public void What_cannot_be_broken_has_a_limit(string template)
    {
        var word = template.LastIndexOf('#');
        string With(int count) => template[..word] + new string('x', count) + template[(word + 1)..];

        Assert.NotNull(ShortLines.Of(With(7_000)));
        Assert.Null(ShortLines.Of(With(8_001)));
    }

    /// <summary>With where each stands; up to the first fault.</summary>
    private static List<(TokenKind Kind, int Start, int End)> TokensOf(string text)
    {
        var tokens = new List<(TokenKind, int, int)>();
        try
        {
            for (var token = Lexer.Lex(text, 0); token.Kind != TokenKind.EOF; token = Lexer.Lex(text, token.End))
            {
                tokens.Add((token.Kind, token.Start, token.End));
            }
        }
        catch (Exception fault) when (fault is GraphQLSyntaxErrorException or IndexOutOfRangeException)
        {
            tokens.Add((TokenKind.UNKNOWN, -1, -1));
        }

        return tokens;
    }
}
