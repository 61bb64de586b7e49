using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Onbehalf.Evidence;

/// <summary>The rows of a result, unchanged. Cells are JSON scalars. <paramref name="Truncated"/>: a limit cut the rows.</summary>
public sealed record ResultTable(
    string Source, string Request, ImmutableArray<ResultColumn> Columns, ImmutableArray<ImmutableArray<object?>> Rows, bool Truncated);

/// <summary><paramref name="Kind"/> is one of text, number, boolean, date, time, json.</summary>
public sealed record ResultColumn(string Name, string Kind)
{
    /// <summary>The key that this column's values refer to. Null if there is none, or if it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReferredKey? Refers { get; init; }
}

/// <summary>A key column, with the name of its table as in the catalogue.</summary>
public sealed record ReferredKey(string Table, string Column);
