using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Policy;

/// <summary>
/// What a declared policy permits one person. Rules are compared with their claims compiled in, so a rule over one's own rows is another
/// rule for everybody.
/// </summary>
internal sealed class PolicyRights(ImmutableArray<PermittedTable> permitted, PolicyNames names) : IHeldRights
{
    public bool Cover(Touched touched, bool isAsker) =>
        (touched.NamesOnly && names is PolicyNames.Everyone) || CoverData(touched, isAsker);

    private bool CoverData(Touched touched, bool isAsker) =>
        !touched.Undecided
        && (isAsker || !touched.DependsOnAsker)
        && permitted.FirstOrDefault(table => Same(table.Name, touched.Relation)) is { } mine
        && touched.Columns.All(column => mine.Columns.Any(own => Same(own.Name, column)))
        // Every rule takes something away: whoever is under no rule that was not on record has at least that access.
        && mine.RulesFor(touched.Columns).All(touched.RowRules.Contains);

    private static bool Same(string left, string right) => SqliteNames.Comparer.Equals(left, right);
}
