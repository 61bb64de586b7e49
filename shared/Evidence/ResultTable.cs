using System.Collections.Immutable;

namespace Onbehalf.Evidence;

/// <summary>The rows of a result, unchanged. Cells are JSON scalars. <paramref name="Truncated"/>: a limit cut the rows.</summary>
public sealed record ResultTable(string Source, string Request, ImmutableArray<ResultColumn> Columns, ImmutableArray<ImmutableArray<object?>> Rows, bool Truncated);

/// <summary><paramref name="Kind"/> is one of text, number, boolean, date, time, json.</summary>
public sealed record ResultColumn(string Name, string Kind);
