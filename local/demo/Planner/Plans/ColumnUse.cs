using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>A column of a table in a query. One that the schema does not name is used as typed, so that the source itself says whether it is there.</summary>
internal sealed record ColumnUse(KnownTable Table, string Name, ColumnKind? Kind)
{
    public string Sql(bool qualified) => qualified ? $"{Word.Quoted(Table.ShortName)}.{Word.Quoted(Name)}" : Word.Quoted(Name);
}
