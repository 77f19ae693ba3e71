using ContentHub.Api.Limits;
using GraphQL;
using GraphQL.Execution;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ContentHub.Api.Execution;

/// <summary>
/// Parses documents. To say where a fault is, GraphQL-Parser 9.5.1 copies the line that it is in once for every character before it,
/// which is a second's work at the end of a line of 60,000; and throws IndexOutOfRangeException when a line before it ended in a
/// carriage return alone. So it is given a text of short lines that means the same.
/// </summary>
internal sealed class DocumentParsing : IDocumentBuilder
{
    // Deeper the parser ends by itself; the limit of ours comes later and is lower.
    static readonly ParserOptions Options = new() { Ignore = IgnoreOptions.Comments };

    public GraphQLDocument Build(string document)
    {
        var lines = ShortLines.Of(document) ?? throw new RequestRefusedException(
            StatusCodes.Status400BadRequest, DocumentShapeRule.TooLarge, $"A name, number, comment or line of text in a document has at most {ShortLines.WordMaxCharacters} characters. Long values belong into variables.");
        try
        {
            var parsed = Parser.Parse(lines, Options);
            // Where something stands counts in the text as it came: no character has moved, only what ends lines is another.
            parsed.Source = document;
            return parsed;
        }
        catch (GraphQLSyntaxErrorException fault)
        {
            throw Error(fault, lines, document);
        }
    }

    static ExecutionError Error(GraphQLSyntaxErrorException fault, string lines, string document)
    {
        var place = 0;
        for (var line = 1; line < fault.Location.Line; line++)
        {
            place = lines.IndexOf('\n', place) + 1;
        }

        var error = new ExecutionError($"Error parsing query: {fault.Description}") { Code = "SYNTAX_ERROR" };
        error.AddLocation(Location.FromLinearPosition(document, Math.Min(place + fault.Location.Column - 1, document.Length)));
        return error;
    }
}

/// <summary>Breaks long lines where GraphQL ignores what stands there (specification, 2.1): a blank or a comma becomes the end of a line.</summary>
internal static class ShortLines
{
    /// <summary>Of anything in which no line can end.</summary>
    public const int WordMaxCharacters = 8_000;

    const int LineMaxCharacters = 1_000;

    enum Place
    {
        Between,
        Comment,
        Text,
        BlockText,
    }

    /// <returns>A text as long as the document; null when it holds something too long to be broken.</returns>
    public static string? Of(string document)
    {
        var lines = document.ToCharArray();
        var (place, length) = (Place.Between, 0);
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at] is '\r' or '\n')
            {
                lines[at] = lines[at] == '\r' && At(lines, at + 1) == '\n' ? '\r' : '\n';
                (place, length) = (place == Place.BlockText ? place : Place.Between, 0);
                continue;
            }

            if (++length > WordMaxCharacters)
            {
                return null;
            }

            switch (place)
            {
                case Place.Between when lines[at] is ' ' or ',' or '\t' && length > LineMaxCharacters:
                    (lines[at], length) = ('\n', 0);
                    break;
                case Place.Between:
                    place = lines[at] switch
                    {
                        '#' => Place.Comment,
                        '"' when Quotes(lines, at) => Place.BlockText,
                        '"' => Place.Text,
                        _ => place,
                    };
                    at += place == Place.BlockText ? 2 : 0;
                    break;
                case Place.Text when lines[at] == '"':
                    place = Place.Between;
                    break;
                case Place.Text when lines[at] == '\\' && At(lines, at + 1) is not ('\r' or '\n'):
                    at++;
                    break;
                case Place.BlockText when lines[at] == '\\' && Quotes(lines, at + 1):
                    at += 3;
                    break;
                case Place.BlockText when Quotes(lines, at):
                    place = Place.Between;
                    at += 2;
                    break;
            }
        }

        return new(lines);
    }

    static bool Quotes(char[] lines, int at) => At(lines, at) == '"' && At(lines, at + 1) == '"' && At(lines, at + 2) == '"';

    static char At(char[] lines, int at) => at < lines.Length ? lines[at] : '\0';
}
