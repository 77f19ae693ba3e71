using GraphQL.Types;

namespace ContentHub.Delivery;

/// <summary>All content types, as the modules registered them.</summary>
public sealed class DeliveryTypes(IEnumerable<DeliveryType> all)
{
    private readonly Dictionary<string, DeliveryType> _byName = all.ToDictionary(t => t.Name);

    public IReadOnlyCollection<DeliveryType> All => _byName.Values;

    /// <exception cref="InvalidOperationException">A stored entry is of a type that no module registers.</exception>
    public DeliveryType this[string name] =>
        _byName.TryGetValue(name, out var type) ? type : throw new InvalidOperationException($"No module registers the content type {name}.");

    public DeliveryType? Find(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>The content types as an enum of the schema: a value for each registered type.</summary>
public sealed class EntryTypeEnum : EnumerationGraphType
{
    public EntryTypeEnum(DeliveryTypes types)
    {
        Name = "EntryType";
        Description = "The content types. Clients need a default: types will be added.";
        foreach (var type in types.All)
        {
            Add(type.Name, type, type.Description);
        }
    }
}
