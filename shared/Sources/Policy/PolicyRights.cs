using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Policy;

/// <summary>
/// The rights of one person under a declared policy. Rules are compared after the claims are compiled in, so a rule about one's own rows differs
/// from person to person.
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
        && PermittedRules.Read(touched.RowRules, touched.Columns) is { } stated
        && mine.Rules.AdmitAll(stated, touched.Columns);

    private static bool Same(string left, string right) => SqliteNames.Comparer.Equals(left, right);
}
