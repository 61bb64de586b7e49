using System.Collections.Frozen;

namespace Onbehalf.Sources.Postgres;

/// <summary>Keywords. They are not names, and a parenthesis after most of them is not a call.</summary>
internal static class SqlWords
{
    /// <summary>Reserved and structural words after which an opening parenthesis is not a function call.</summary>
    public static readonly FrozenSet<string> Structure = Words("""
        all analyse analyze and any array as asc asymmetric between both by case check collate cross current_catalog current_date current_role
        current_time current_timestamp current_user cube desc distinct else end escape except exists false fetch filter first following for from full group groups grouping having
        ilike in inner intersect interval is isnull join last lateral leading left like limit localtime localtimestamp materialized natural next no not notnull null nulls
        of offset on only or order ordinality outer over overlaps partition placing preceding range recursive repeatable respect returning right rollup row rows select session_user
        sets similar some symmetric table tablesample then ties to trailing true unbounded union unique unknown user using values variadic when where
        window with within without zone bernoulli system at array
        """);

    /// <summary>Type names that take a parenthesis, or occur in casts.</summary>
    public static readonly FrozenSet<string> Types = Words("""
        bigint bit bool boolean box bytea char character cidr date daterange dec decimal double float float4 float8 inet int int2 int4 int8 integer json jsonb macaddr
        money national nchar numeric point precision real smallint text time timestamp timestamptz timetz tsquery tsvector uuid varbit varchar varying xml
        year month day hour minute second quarter week dow doy isodow isoyear epoch decade century millennium microseconds milliseconds timezone
        """);

    /// <summary>Words before an expression. A name after them is not an alias, although a function could have the same name.</summary>
    public static readonly FrozenSet<string> Prefixes = Words("""
        passing default value key content document name path columns keep omit wrapper quotes conditional unconditional error empty format encoding set option preserve
        strip whitespace search depth breadth cycle uescape nested plan scalar absent xmlattributes xmlnamespaces increment operator
        """);

    /// <summary>
    /// Words that need quotes as a name in PostgreSQL (appendix C, reserved, and reserved except as a function or type) or SQLite. The gate also
    /// refuses the words of <see cref="Structure"/>.
    /// </summary>
    public static readonly FrozenSet<string> Reserved = Structure.Union(Words("""
        authorization binary cast collation column concurrently constraint create current_schema default deferrable do for foreign freeze grant initially into
        primary references system_user tablesample to verbose
        add alter autoincrement begin between commit delete drop escape if index insert isnull nothing select set table transaction update values
        """)).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Words(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
