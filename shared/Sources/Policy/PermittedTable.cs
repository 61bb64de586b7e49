using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Sources.Policy;

/// <summary>The permitted rows and columns of one table for one person, compiled.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Columns">The permitted columns.</param>
/// <param name="Rows">The rule for the rows of all grants, with the restrictions.</param>
/// <param name="Rules">The same rule in parts, for a comparison of two people's rights.</param>
internal sealed record PermittedTable(string Name, ImmutableArray<PermittedColumn> Columns, CompiledRule Rows, PermittedRules Rules)
{
    public string Words() => Rows.IsAll ? "all rows" : $"rows where {Rows.Words}";

    /// <summary>Returns the rules for these columns and rows as evidence has them.</summary>
    public ImmutableArray<string> RulesFor(IEnumerable<string> columns) => Rules.Of(columns).Texts();
}

/// <paramref name="Cell"/> is the narrower rule of a column that is null in some visible rows. Null if every visible row has the column.
internal sealed record PermittedColumn(string Name, CompiledRule? Cell);

internal sealed record CompiledRule(string Sql, string Words)
{
    public static readonly CompiledRule All = new("1", "all");

    public bool IsAll => Words == All.Words;
}

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
