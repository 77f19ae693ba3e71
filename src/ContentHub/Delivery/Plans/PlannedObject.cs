using ContentHub.Delivery.Fields;
using ContentHub.Delivery.Snapshot;

namespace ContentHub.Delivery.Plans;

/// <summary>How the objects of one type are written in one place of a plan.</summary>
/// <param name="end">What stands behind the last field.</param>
internal sealed class PlannedObject<T>(PlannedField<T>[] fields, byte[] end)
{
    public void Write(T value, PlanRun run)
    {
        run.Object();
        fields.Write(value, run);
        run.Answer.Raw(end);
    }

    /// <summary>One entry of a page.</summary>
    public void WriteAt(IReadOnlyList<T> values, int at, PlanRun run)
    {
        if (values is not IListed listed || !run.Keeps(listed.View))
        {
            Write(values[at], run);
            return;
        }

        run.Object();
        var ordinal = listed.OrdinalAt(at);
        foreach (ref readonly var field in fields.AsSpan())
        {
            if (field.Kept?.TryWrite(ordinal, run) != true)
            {
                run.Answer.Raw(field.Before);
                field.Write(values[at], run);
            }
        }

        run.Answer.Raw(end);
    }
}

/// <param name="Before">What stands in front of its value.</param>
/// <param name="Kept">Where what it writes is kept by the entry's number; null where it is not.</param>
internal readonly record struct PlannedField<T>(byte[] Before, Write<T> Write, ViewFields<T>? Kept = null);

internal static class PlannedFields
{
    public static void Write<T>(this PlannedField<T>[] fields, T value, PlanRun run)
    {
        foreach (var field in fields)
        {
            run.Answer.Raw(field.Before);
            field.Write(value, run);
        }
    }
}
