using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Postgres;

/// <summary>The rights of a person's own login, from the catalogue as that login sees it.</summary>
internal sealed class PostgresRights(VisibleCatalog catalog) : IHeldRights
{
    private const string Permit = "permit ";
    private const string EveryRow = "permit true";

    private readonly Dictionary<string, VisibleTable> _tables = catalog.Nameable.ToDictionary(static table => table.QualifiedName, StringComparer.Ordinal);

    /// <summary>Every login can read the catalogue of its database, so any login covers a description.</summary>
    public bool Cover(Touched touched, bool isAsker) =>
        touched.NamesOnly || CoverData(touched, isAsker);

    private bool CoverData(Touched touched, bool isAsker) =>
        !touched.Undecided
        && _tables.TryGetValue(touched.Relation, out var mine)
        && (touched.Definition is null || touched.Definition == mine.Definition)
        && touched.Columns.All(column => mine.Columns.Any(own => own.Name == column) || mine.SystemColumns.Contains(column, StringComparer.Ordinal))
        && CoverRows(mine, touched, isAsker);

    private static bool CoverRows(VisibleTable mine, Touched touched, bool isAsker)
    {
        // The rows depend on the asker without a policy: a view or a foreign table evaluates the asker itself.
        if (touched.DependsOnAsker && !isAsker && !touched.RowRules.Any(IsPolicy))
            return false;
        if (SeesEveryRow(mine.RowRules))
            return true;
        return (isAsker || !touched.DependsOnAsker) && !SeesEveryRow(touched.RowRules) && HasAtLeast(mine, touched.RowRules);
    }

    private static bool SeesEveryRow(ImmutableArray<string> rules) =>
        rules.IsEmpty || (rules.Contains(EveryRow) && rules.All(static rule => rule.StartsWith(Permit, StringComparison.Ordinal)));

    /// <summary>
    /// Permissive policies add rows; all other rules remove some. A policy that raises an error removes all of them. The viewer's fallible policies must
    /// therefore have been the asker's too, and must be evaluated for no more rows than theirs.
    /// </summary>
    private static bool HasAtLeast(VisibleTable mine, ImmutableArray<string> touched)
    {
        var permits = touched.Where(static rule => rule.StartsWith(Permit, StringComparison.Ordinal));
        var limits = mine.RowRules.Where(static rule => !rule.StartsWith(Permit, StringComparison.Ordinal)).ToArray();
        // The server drops all other permissive policies beside "true".
        var hasEveryRow = mine.RowRules.Contains(EveryRow);
        var fallible = mine.Fallible.Where(rule => !hasEveryRow || limits.Contains(rule)).ToArray();
        var isAsSafe = fallible.Length == 0 || (fallible.All(touched.Contains) && touched.Except(permits).All(limits.Contains));
        return (hasEveryRow || permits.All(mine.RowRules.Contains)) && limits.All(touched.Contains) && isAsSafe;
    }

    private static bool IsPolicy(string rule) => rule.StartsWith(Permit, StringComparison.Ordinal) || rule.StartsWith("restrict ", StringComparison.Ordinal);
}
