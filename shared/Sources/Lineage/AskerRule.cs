using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Decides whether a rule (a policy's condition, a view's query) can give two askers different rows. The check uses the server's own tree and
/// object ids. A rule depends on the asker if a node is not on the list, or calls anything other than an immutable built-in.
/// </summary>
internal static class AskerRule
{
    /// <summary>Nodes for structure, columns, constants and conditions. Some have shorter names before release 16.</summary>
    private static readonly FrozenSet<string> Plain = Set("""
        QUERY RANGETBLENTRY RTE RTEPERMISSIONINFO ALIAS FROMEXPR JOINEXPR RANGETBLREF RANGETBLFUNCTION TARGETENTRY COMMONTABLEEXPR SETOPERATIONSTMT
        VAR CONST BOOLEXPR RELABELTYPE COLLATEEXPR CASEEXPR CASE CASEWHEN WHEN CASETESTEXPR ARRAYEXPR ARRAY ROWEXPR ROW COALESCEEXPR COALESCE
        NULLTEST BOOLEANTEST CTESEARCHCLAUSE FIELDSELECT SUBSCRIPTINGREF ARRAYCOERCEEXPR CONVERTROWTYPEEXPR NAMEDARGEXPR GROUPINGSET GROUPINGFUNC
        """);

    public static bool PolicyAsks(string tree, BuiltIns builtIns) => Asks(NodeTree.Read(tree), builtIns, isPolicy: true);

    /// <summary>Checks the view's own query. The relations that it reads have rules of their own.</summary>
    public static bool ViewAsks(ImmutableArray<Node> query, BuiltIns builtIns) => Asks(query, builtIns, isPolicy: false);

    private static bool Asks(ImmutableArray<Node> nodes, BuiltIns builtIns, bool isPolicy) =>
        !nodes.All(node =>
            Plain.Contains(node.Type)
            || node.Type switch
            {
                "FUNCEXPR" => builtIns.SameForAll.Contains(node.Number("funcid")),
                "AGGREF" => builtIns.SameForAll.Contains(node.Number("aggfnoid")),
                "WINDOWFUNC" => builtIns.SameForAll.Contains(node.Number("winfnoid")),
                "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => builtIns.Operators.Contains(node.Number("opno"))
                    && builtIns.SameForAll.Contains(node.Number("opfuncid")),
                "ROWCOMPAREEXPR" or "ROWCOMPARE" => node.Ids("opnos").Any() && node.Ids("opnos").All(builtIns.Operators.Contains),
                "SORTGROUPCLAUSE" => Sorts(node.Number("eqop"), builtIns) && Sorts(node.Number("sortop"), builtIns),
                "CTECYCLECLAUSE" => Sorts(node.Number("cycle_mark_neop"), builtIns),
                "WINDOWCLAUSE" => node.Number("startInRangeFunc") == 0 && node.Number("endInRangeFunc") == 0,
                "MINMAXEXPR" or "MINMAX" => node.Number("minmaxtype") is > 0 and < BuiltIns.FirstUserId,
                "COERCEVIAIO" => BuiltIns.HasPlainText(node.Number("resulttype"))
                    && node.Children.TryGetValue("arg", out var value)
                    && BuiltIns.HasPlainText(TypeOf(value)),
                // A sub-select of a policy runs with the asker's rights. In a view, it runs with the rights by which the view's relations are checked.
                "SUBLINK" => !isPolicy,
                "PARAM" => !isPolicy && node.Number("paramkind") == 2,
                _ => false,
            });

    private static bool Sorts(uint id, BuiltIns builtIns) => id == 0 || builtIns.Operators.Contains(id);

    private static uint TypeOf(Node value) => value.Number(value.Type switch
    {
        "VAR" => "vartype",
        "CONST" => "consttype",
        "OPEXPR" => "opresulttype",
        "FUNCEXPR" => "funcresulttype",
        "RELABELTYPE" or "COERCEVIAIO" => "resulttype",
        "COALESCEEXPR" or "COALESCE" => "coalescetype",
        "CASEEXPR" or "CASE" => "casetype",
        _ => "",
    });

    private static FrozenSet<string> Set(string names) =>
        names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
