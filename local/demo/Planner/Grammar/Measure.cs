namespace Onbehalf.Demo.Planner.Grammar;

internal enum Measure
{
    List,
    Count,
    Sum,
    Average,
    Minimum,
    Maximum,
    Top,
    Bottom,
    Latest,
    Oldest,
}
