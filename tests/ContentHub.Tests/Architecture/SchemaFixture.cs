using ContentHub.Tests.Accounts;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContentHub.Tests.Architecture;

/// <summary>The schema of the real server, which is built but not started.</summary>
public sealed class SchemaFixture : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly IDisposable _server;

    public SchemaFixture()
    {
        var server = Server.Build(["--environment=Development"], builder =>
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ContentHub:Data"] = _data.Path, ["ContentHub:Seed"] = "none" }));
        _server = server;
        Schema = server.Services.GetRequiredService<ISchema>();
        Types = [.. Schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && !IsOfTheSpecification(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    public ISchema Schema { get; }

    /// <summary>What is ours: without introspection and the five scalars that every schema has.</summary>
    public IReadOnlyList<IGraphType> Types { get; }

    /// <summary>Fields of what is read, with the type that they belong to.</summary>
    public IEnumerable<(IGraphType Type, IFieldType Field)> OutputFields => Fields.Where(f => f.Type is not IInputObjectGraphType);

    public IEnumerable<(IGraphType Type, IFieldType Field)> InputFields => Fields.Where(f => f.Type is IInputObjectGraphType);

    private IEnumerable<(IGraphType Type, IFieldType Field)> Fields => Types.OfType<IComplexGraphType>().SelectMany(type => type.Fields.Select(f => ((IGraphType)type, (IFieldType)f)));

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    private static bool IsOfTheSpecification(IGraphType type) => type is StringGraphType or BooleanGraphType or IdGraphType || type.Name is "Int" or "Float";
}
