using ContentHub.Delivery.Plans;

namespace ContentHub.Delivery.Fields;

/// <summary>Writes one value into the answer that is being put together.</summary>
internal delegate void Write<in T>(T value, PlanRun run);

/// <summary>Writes one of several values.</summary>
internal delegate void WriteAt<T>(IReadOnlyList<T> values, int at, PlanRun run);
