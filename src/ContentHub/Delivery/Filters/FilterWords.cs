using System.Collections;
using System.Globalization;
using System.Text;

namespace ContentHub.Delivery.Filters;

/// <summary>A filter as it was asked for, in words that are the same only where it is: what was found for it once is found by them again.</summary>
internal static class FilterWords
{
    private const int CharactersMax = 500;

    /// <param name="where">As GraphQL parsed it.</param>
    /// <returns>Null for one that is unusual or long: it is not worth keeping.</returns>
    public static string? Of(IDictionary<string, object?> where, DateOnly today)
    {
        var to = new StringBuilder();
        to.Append(today.DayNumber);
        return Write(where, to) && to.Length <= CharactersMax ? to.ToString() : null;
    }

    private static bool Write(object? value, StringBuilder to)
    {
        switch (value)
        {
            case null:
                to.Append('-');
                return true;
            case string text:
                // With its length, since it may hold anything.
                to.Append('"').Append(text.Length).Append(':').Append(text);
                return to.Length <= CharactersMax;
            case bool or int or Enum or Guid or DateOnly:
                to.Append(CultureInfo.InvariantCulture, $"{value.GetType().Name}:{value};");
                return true;
            case double number:
                to.Append(CultureInfo.InvariantCulture, $"{number:R};");
                return true;
            case DateTimeOffset moment:
                to.Append(CultureInfo.InvariantCulture, $"{moment:O};");
                return true;
            case IDictionary<string, object?> members:
                return WriteAll(members, to);
            case IEnumerable items:
                return WriteAll(items, to);
            default:
                return false;
        }
    }

    private static bool WriteAll(IDictionary<string, object?> members, StringBuilder to)
    {
        to.Append('{');
        foreach (var (name, member) in members)
        {
            to.Append(name).Append('=');
            if (!Write(member, to))
            {
                return false;
            }
        }

        to.Append('}');
        return true;
    }

    private static bool WriteAll(IEnumerable items, StringBuilder to)
    {
        to.Append('[');
        foreach (var item in items)
        {
            if (!Write(item, to))
            {
                return false;
            }
        }

        to.Append(']');
        return true;
    }
}
