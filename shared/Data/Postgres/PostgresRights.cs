using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Data.Postgres;

/// <summary>What a person's own login may see, as PostgreSQL's catalogue told that login.</summary>
internal sealed class PostgresRights(VisibleCatalog catalog) : IHeldRights
{
    private const string Permit = "permit ";
    private const string EveryRow = "permit true";

    private readonly Dictionary<string, VisibleTable> _tables = catalog.Nameable.ToDictionary(static table => table.QualifiedName, StringComparer.Ordinal);

    /// <summary>The catalogue of a database is readable by every login of it, so that a description is covered by having one.</summary>
    public bool Cover(Touched touched, bool isAsker) =>
        touched.NamesOnly || CoverData(touched, isAsker);

    private bool CoverData(Touched touched, bool isAsker) =>
        !touched.Undecided
        && _tables.TryGetValue(touched.Relation, out var mine)
        && touched.Columns.All(column => mine.Columns.Any(own => own.Name == column) || mine.SystemColumns.Contains(column, StringComparer.Ordinal))
        && CoverRows(mine, touched, isAsker);

    private static bool CoverRows(VisibleTable mine, Touched touched, bool isAsker)
    {
        // Rows that depend on who asks without a policy that says so: a view or a foreign table that looks at the asker by itself.
        if (touched.DependsOnAsker && !isAsker && !touched.RowRules.Any(IsPolicy))
            return false;
        if (SeesEveryRow(mine.RowRules))
            return true;
        return (isAsker || !touched.DependsOnAsker) && !SeesEveryRow(touched.RowRules) && HasAtLeast(mine, touched.RowRules);
    }

    private static bool SeesEveryRow(ImmutableArray<string> rules) => rules.IsEmpty || (rules.Contains(EveryRow) && rules.All(static rule => rule.StartsWith(Permit, StringComparison.Ordinal)));

    /// <summary>
    /// Permissive policies add rows, everything else takes some away. A policy that may raise an error takes all of them, so it has to have been there for the
    /// asker, and to be asked about no more rows than theirs.
    /// </summary>
    private static bool HasAtLeast(VisibleTable mine, ImmutableArray<string> touched)
    {
        var permits = touched.Where(static rule => rule.StartsWith(Permit, StringComparison.Ordinal));
        var limits = mine.RowRules.Where(static rule => !rule.StartsWith(Permit, StringComparison.Ordinal)).ToArray();
        var isAsSafe = mine.Fallible.IsEmpty || (mine.Fallible.All(touched.Contains) && touched.Except(permits).All(limits.Contains));
        return (mine.RowRules.Contains(EveryRow) || (permits.All(mine.RowRules.Contains) && isAsSafe)) && limits.All(touched.Contains);
    }

    private static bool IsPolicy(string rule) => rule.StartsWith(Permit, StringComparison.Ordinal) || rule.StartsWith("restrict ", StringComparison.Ordinal);
}
