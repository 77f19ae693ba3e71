using System.Text.RegularExpressions;
using Xunit;

namespace ContentHub.Tests.Clients;

/// <summary>The five lines that the README shows for a client, made ready to run against a server of the tests.</summary>
static class ReadmeExample
{
    static readonly IReadOnlyDictionary<string, (string Name, string File)> Examples = new Dictionary<string, (string, string)>
    {
        ["apollo"] = ("Apollo Client", "readme/apollo.mjs"),
        ["urql"] = ("urql", "readme/urql.mjs"),
        ["codegen"] = ("graphql-codegen", "codegen/readme.ts"),
        ["relay"] = ("Relay", "relay/Readme.js"),
        ["graphql-ws"] = ("graphql-ws", "readme/graphql-ws.mjs"),
        ["graphql-sse"] = ("graphql-sse", "readme/graphql-sse.mjs"),
    };

    /// <summary>Writes it where the client's script of <c>package.json</c> looks for it.</summary>
    /// <param name="after">Where its subscription goes on.</param>
    public static async Task WriteAsync(string client, Uri server, string after)
    {
        var (name, file) = Examples[client];
        var readme = await File.ReadAllTextAsync(Path.Combine(NodeClients.Folder(), "../../../README.md"));
        var lines = Regex.Match(readme, $@"^\*\*{Regex.Escape(name)}\*\*.*\n\n```\w+\n((?:.*\n){{5}})```$", RegexOptions.Multiline).Groups[1].Value;
        Assert.True(lines != "", $"The README shows {name} in five lines below a line that begins with its name in bold.");

        var code = lines.Replace("localhost:5080", server.Authority, StringComparison.Ordinal).Replace("let after;", $"let after = '{after}';", StringComparison.Ordinal);
        var path = Path.Combine(NodeClients.Folder(), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, code);
    }
}
