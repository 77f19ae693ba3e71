using GraphQL.Types;

namespace ContentHub.Api;

/// <summary>What a module adds to the schema from outside. Registered as a singleton.</summary>
public interface ISchemaExtension
{
    /// <summary>Called once, before the schema is initialised.</summary>
    void AddTo(Schema schema);
}
