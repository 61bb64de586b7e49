using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Decides whether a policy can raise an error. Comparisons of columns, constants and the current user cannot. Arithmetic, casts and function
/// calls can, possibly for one person only.
/// </summary>
internal static class FallibleRule
{
    /// <summary>The bit of the whole row in a permission bitmap.</summary>
    private const int WholeRow = 7;

    /// <summary>A sub-select used as a value (EXPR_SUBLINK), which fails on a second row.</summary>
    private const uint Expression = 4;

    private static readonly FrozenSet<string> Infallible = """
        QUERY RANGETBLENTRY RTE ALIAS FROMEXPR JOINEXPR RANGETBLREF TARGETENTRY COMMONTABLEEXPR SETOPERATIONSTMT SORTGROUPCLAUSE
        VAR CONST BOOLEXPR RELABELTYPE COLLATEEXPR CASEEXPR CASE CASEWHEN WHEN CASETESTEXPR ARRAYEXPR ARRAY ROWEXPR ROW COALESCEEXPR COALESCE
        NULLTEST BOOLEANTEST PARAM SQLVALUEFUNCTION
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool MayFail(string tree, BuiltIns builtIns)
    {
        var nodes = NodeTree.Read(tree);
        return !nodes.All(node => Infallible.Contains(node.Type) || node.Type switch
        {
            "RTEPERMISSIONINFO" => !node.Members("selectedCols").Contains(WholeRow),
            "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => builtIns.Comparisons.Contains(node.Number("opno")),
            "FUNCEXPR" => builtIns.Widening.Contains(node.Number("funcid")),
            "COERCEVIAIO" => BuiltIns.IsText(node.Number("resulttype")),
            "SUBLINK" => node.Number("subLinkType") != Expression || IsOneRow(node),
            _ => false,
        });
    }

    private static bool IsOneRow(Node link) =>
        link.Children.TryGetValue("subselect", out var query) && IsEmpty(query, "rtable") && IsEmpty(query, "setOperations");

    private static bool IsEmpty(Node node, string field) => node.Fields.TryGetValue(field, out ImmutableArray<string> value) && value is ["<>"];
}
