using GraphQL.Types;

namespace ContentHub.Editorial.Fields;

/// <summary>What a module above adds to <c>Query.editorial</c>. Registered as a singleton.</summary>
public interface IEditorialExtension
{
    /// <summary>Called once, when the type is made; adds by <see cref="GuardedFields"/>.</summary>
    void AddTo(IObjectGraphType editorial);
}
