using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>
/// The plain-text part of a call's audit row: a fixed verb, and the relations and columns as the engine named them. Aliases, quoted names, object
/// keys and the order of a statement are text of the model, so they are encrypted with the arguments.
/// </summary>
internal static class CallShape
{
    private const int Longest = 500;

    public static string? Of(string? verb, ImmutableArray<Touched> touched)
    {
        if (verb is null)
            return null;
        var relations = touched
            .Where(static one => one is { Relation: not "*" })
            .GroupBy(static one => one.Relation, StringComparer.Ordinal)
            .OrderBy(static same => same.Key, StringComparer.Ordinal)
            .Select(static same =>
                Relation(same.Key, [.. same.SelectMany(static one => one.Columns).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]));
        var shape = $"{verb} {string.Join(", ", relations)}".TrimEnd();
        return shape.Length > Longest ? $"{shape[..Longest]}…" : shape;
    }

    private static string Relation(string name, ImmutableArray<string> columns) => columns.IsEmpty ? name : $"{name}({string.Join(", ", columns)})";
}
