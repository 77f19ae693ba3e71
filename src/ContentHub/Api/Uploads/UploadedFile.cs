using GraphQL.Types;
using GraphQLParser.AST;

namespace ContentHub.Api.Uploads;

/// <summary>A file of a multipart request, whole and in memory: a request has at most 1 MiB.</summary>
/// <param name="Name">As the client calls it, without folders; for people, never a path.</param>
/// <param name="MediaType">As the client says; null when it says nothing. Nothing is decided by it.</param>
public sealed record UploadedFile(string Name, string? MediaType, byte[] Bytes);

/// <summary>A file comes as a part of its own and is put where the request's map says; it can be written in no document and in no JSON.</summary>
public sealed class UploadScalar : ScalarGraphType
{
    private const string Form = "An Upload is a file of a GraphQL multipart request: null in `variables`, and named in `map`.";

    public UploadScalar()
    {
        Name = "Upload";
        Description = "A file of a GraphQL multipart request: null in its variables, and a part of its own. Needs the header GraphQL-Require-Preflight.";
    }

    public override object? ParseLiteral(GraphQLValue value) => value is GraphQLNullValue ? null : throw new FormatException(Form);

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        UploadedFile file => file,
        _ => throw new FormatException(Form),
    };

    public override object? Serialize(object? value) => value is null ? null : ThrowSerializationError(value);
}
