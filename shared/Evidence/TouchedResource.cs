using Onbehalf.Audit;

namespace Onbehalf.Evidence;

/// <summary>Converts evidence to an audit resource: relations and columns, without rows.</summary>
internal static class TouchedResource
{
    public static AuditResource Of(string source, IEnumerable<Touched> touched)
    {
        var pieces = touched.ToArray();
        return new(
            source,
            [.. pieces.Select(static piece => piece.Relation).Distinct().Order(StringComparer.Ordinal)],
            [.. pieces.SelectMany(static piece => piece.Columns.Select(column => $"{piece.Relation}.{column}")).Distinct().Order(StringComparer.Ordinal)]);
    }
}
