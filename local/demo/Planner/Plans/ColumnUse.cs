using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>A column in a query. An unknown name is used as typed, so that the source reports whether it exists.</summary>
internal sealed record ColumnUse(KnownTable Table, string Name, ColumnKind? Kind)
{
    public string Sql(bool qualified) => qualified ? $"{Word.Quoted(Table.ShortName)}.{Word.Quoted(Name)}" : Word.Quoted(Name);
}
