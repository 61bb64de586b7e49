using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// The built-in functions and operators of the server, by object id. A name proves nothing, because anybody can create a function or operator of
/// the same name. Model SQL may call <paramref name="Callable"/>. <paramref name="SameForAll"/> and <paramref name="Operators"/> depend on their
/// arguments only (immutable, no setting, no role), so not on the asker. <paramref name="Comparisons"/> (operators) and
/// <paramref name="Widening"/> (casts) never raise an error. <paramref name="Names"/> are the names with the prefix <c>pg_</c>.
/// </summary>
internal sealed record BuiltIns(
    FrozenSet<uint> Callable,
    FrozenSet<uint> SameForAll,
    FrozenSet<uint> Operators,
    FrozenSet<uint> Comparisons,
    FrozenSet<uint> Widening,
    FrozenSet<string> Names)
{
    /// <summary>Object ids below this belong to the server itself (FirstNormalObjectId).</summary>
    public const uint FirstUserId = 16_384;

    private const string Known = """
        WITH safe AS MATERIALIZED (SELECT p.oid FROM pg_catalog.pg_proc p
          WHERE p.oid < 16384 AND p.pronamespace = 'pg_catalog'::regnamespace AND p.provolatile = 'i' AND p.prolang IN (12, 14) AND (p.proname::text = ANY ($1)
            OR EXISTS (SELECT FROM pg_catalog.pg_operator o WHERE o.oid < 16384 AND o.oprcode = p.oid)
            OR EXISTS (SELECT FROM pg_catalog.pg_cast c WHERE c.oid < 16384 AND c.castfunc = p.oid)))
        SELECT ARRAY(SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.oid < 16384 AND p.proname::text = ANY ($1)), ARRAY(SELECT oid FROM safe),
          ARRAY(SELECT o.oid FROM pg_catalog.pg_operator o JOIN safe ON safe.oid = o.oprcode WHERE o.oid < 16384),
          ARRAY(SELECT unnest(ARRAY[o.oid, o.oprnegate]) FROM pg_catalog.pg_operator o WHERE o.oid < 16384 AND o.oprnegate < 16384 AND o.oprresult = 'bool'::regtype
            AND o.oid IN (SELECT a.amopopr FROM pg_catalog.pg_amop a JOIN pg_catalog.pg_am m ON m.oid = a.amopmethod WHERE m.amname IN ('btree', 'hash'))),
          ARRAY(SELECT c.castfunc FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_type s ON s.oid = c.castsource JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
            WHERE c.oid < 16384 AND c.castcontext = 'i' AND s.typcategory = t.typcategory AND t.typcategory IN ('N', 'S') AND t.typname !~ '^(oid|reg)'),
          ARRAY(SELECT n.name::text FROM (SELECT relname, oid FROM pg_catalog.pg_class UNION ALL SELECT proname, oid FROM pg_catalog.pg_proc UNION ALL SELECT typname, oid FROM pg_catalog.pg_type) n(name, oid)
            WHERE n.oid < 16384 AND starts_with(n.name::text, 'pg_'))
        """;

    /// <summary>
    /// bool, "char", name, int8, int2, int4, text, oid, json, bpchar, varchar, numeric, uuid, jsonb: their text form is independent of settings.
    /// </summary>
    private static readonly FrozenSet<uint> PlainTypes = FrozenSet.Create<uint>(16, 18, 19, 20, 21, 23, 25, 26, 114, 1042, 1043, 1700, 2950, 3802);

    public static async Task<BuiltIns> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = GuardedQuery.Batch(connection, ["BEGIN READ ONLY", SessionSettings.OwnTimeout, Known, "ROLLBACK"]);
        batch.BatchCommands[2].Parameters.Add(new() { Value = AllowedFunctions.Names.Concat(AllowedFunctions.Syntax).ToArray() });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new(
            Ids(reader, 0),
            Ids(reader, 1),
            Ids(reader, 2),
            Ids(reader, 3),
            Ids(reader, 4),
            reader.GetFieldValue<string[]>(5).ToFrozenSet(StringComparer.Ordinal));
    }

    public static bool HasPlainText(uint type) => PlainTypes.Contains(type);

    /// <summary>text, bpchar, varchar: a conversion to these never fails.</summary>
    public static bool IsText(uint type) => type is 25 or 1042 or 1043;

    private static FrozenSet<uint> Ids(NpgsqlDataReader reader, int column) => reader.GetFieldValue<uint[]>(column).ToFrozenSet();
}

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
