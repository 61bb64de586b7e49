using static Onbehalf.Tests.Threats.Lineage.GeneratedSchema;

namespace Onbehalf.Tests.Threats.Lineage;

/// <summary>
/// Writes one query from a tape: joins of every kind, stars, sub-queries, set operations, windows, common tables, recursive ones, whole rows, odd quotes and comments.
/// No answer depends on the order of rows.
/// </summary>
internal sealed class GeneratedQuery(Tape tape)
{
    private const int Deepest = 3;

    private static readonly string[] Joins = ["JOIN", "LEFT JOIN", "RIGHT OUTER JOIN", "FULL JOIN"];
    private static readonly string[] Aggregates = ["count", "sum", "max", "min"];
    private static readonly string[] Comments = [" ", " /* /* x */ from t1 */ ", " -- t2.c '\n", "\n"];
    private static readonly (string Name, string[] Columns)[] Relations = [.. GeneratedSchema.Tables.Concat(Views).Select(static r => (r.Key, r.Value))];

    private int _names;

    private sealed record Source(string Sql, IReadOnlyList<Column> Columns, IReadOnlyList<string> Stars, IReadOnlyList<string> Rows);

    /// <summary>The name of a column in an expression and in the result of `*`.</summary>
    private sealed record Column(string Sql, string Name);

    public string Write() => Query(0, out _);

    private string Query(int depth, out IReadOnlyList<string> names)
    {
        switch (depth < Deepest ? tape.Choose(9) : 0)
        {
            case 6:
                var both = tape.Of((string[])["UNION", "UNION ALL", "INTERSECT", "EXCEPT ALL"]);
                var (one, other) = (Narrow(depth + 1), Narrow(depth + 1));
                names = ["c0"];
                return $"({one}) {both} ({other})";
            case 7:
                var inner = Query(depth + 1, out var innerNames);
                var name = Fresh();
                var source = new Source(name, [.. Referable(innerNames).Select(n => new Column($"{name}.{Quoted(n)}", n))], innerNames, [name]);
                return $"WITH {name} AS{tape.Of((string[])[" ", " MATERIALIZED ", " NOT MATERIALIZED "])}({inner}) {Select(source, depth, out names)}";
            case 8:
                return Recursive(depth, out names);
            default:
                return Select(From(depth), depth, out names);
        }
    }

    /// <summary>Two columns: a number, and the number of steps, which ends the recursion.</summary>
    private string Recursive(int depth, out IReadOnlyList<string> names)
    {
        var (name, first, step) = (Fresh(), Narrow(depth + 1), Item(Deepest));
        var isAll = tape.Chance(50);
        var next = $"SELECT ({Number(step, Deepest)})::int, {name}.c1 + 1 FROM {name} {tape.Of(Joins[..2])} {step.Sql} ON {Of(step)} = {name}.c0 WHERE {name}.c1 < {(isAll ? 1 : 3)}";
        var source = new Source(name, [new($"{name}.c0", "c0"), new($"{name}.c1", "c1")], ["c0", "c1"], [name]);
        return $"WITH RECURSIVE {name}(c0, c1) AS (SELECT c0::int, 0 FROM ({first}) {Fresh()} UNION{(isAll ? " ALL" : "")} {next}) {Select(source, depth, out names)}";
    }

    /// <summary>One number, so that set operations fit.</summary>
    private string Narrow(int depth)
    {
        var from = From(depth);
        return $"SELECT {Number(from, depth)} AS c0 FROM {from.Sql}{Where(from, depth)}";
    }

    private string Select(Source from, int depth, out IReadOnlyList<string> names)
    {
        var gap = tape.Of(Comments);
        switch (tape.Choose(8))
        {
            case 5:
                names = from.Stars;
                return $"SELECT{gap}* FROM {from.Sql}{Where(from, depth)}";
            case 6:
                names = ["c0", "c1"];
                var key = Number(from, depth);
                return $"SELECT {key} AS c0, {Aggregate(from, depth)} AS c1 FROM {from.Sql}{Where(from, depth)} GROUP BY {(tape.Chance(30) ? "ROLLUP (1)" : "1")}{(tape.Chance(40) ? $" HAVING {Aggregate(from, depth)} > 0" : "")}";
            case 7:
                names = ["c0", "c1"];
                return $"SELECT {Number(from, depth)} AS c0,{gap}{Window(from, depth)} AS c1 FROM {from.Sql}{Where(from, depth)}";
            default:
                var count = 1 + tape.Choose(3);
                names = [.. Enumerable.Range(0, count).Select(static i => $"c{i}")];
                var list = string.Join($",{gap}", names.Select(n => $"{Number(from, depth)} AS {n}"));
                return $"SELECT{(tape.Chance(20) ? " DISTINCT" : "")} {list} FROM {from.Sql}{Where(from, depth)}";
        }
    }

    private Source From(int depth)
    {
        var left = Item(depth);
        return depth < Deepest && tape.Chance(45) ? Join(left, depth) : left;
    }

    private Source Item(int depth)
    {
        var alias = Fresh();
        if (depth < Deepest && tape.Chance(20))
        {
            var inner = Query(depth + 1, out var names);
            return new($"({inner}) {alias}", [.. Referable(names).Select(n => new Column($"{alias}.{Quoted(n)}", n))], names, [alias]);
        }

        var (relation, columns) = tape.Of(Relations);
        var written = tape.Choose(3) switch { 0 => $"g.{Quoted(relation)}", 1 => $"g{tape.Of(Comments)}.{Quoted(relation)}", _ => $"ONLY g.{Quoted(relation)}" };
        var sql = written.StartsWith("ONLY", StringComparison.Ordinal) && !GeneratedSchema.Tables.ContainsKey(relation) ? $"g.{Quoted(relation)}" : written;
        return new($"{sql} AS {alias}", [.. columns.Select(c => new Column($"{alias}.{Quoted(c)}", c))], columns, [alias]);
    }

    private Source Join(Source left, int depth)
    {
        var right = Item(depth);
        var shared = left.Stars.Where(n => left.Stars.Count(m => m == n) == 1 && right.Stars.Count(m => m == n) == 1).ToList();
        var canMerge = left.Stars.Concat(right.Stars).GroupBy(static n => n).All(g => g.Count() == 1 || shared.Contains(g.Key)) && shared.Count > 0;
        Column[] columns = [.. left.Columns, .. right.Columns];
        string[] rows = [.. left.Rows, .. right.Rows];
        switch (tape.Choose(6))
        {
            case 3 when canMerge:
                return new($"{left.Sql} NATURAL {tape.Of(Joins)} {right.Sql}", columns, [.. shared, .. left.Stars.Concat(right.Stars).Where(n => !shared.Contains(n))], rows);
            case 4 when canMerge:
                var name = tape.Of(shared);
                return new($"{left.Sql} {tape.Of(Joins)} {right.Sql} USING ({Quoted(name)})", columns, [name, .. left.Stars.Concat(right.Stars).Where(n => n != name)], rows);
            case 5:
                var alias = Fresh();
                var lateral = $"(SELECT count(*) AS c0 FROM {right.Sql} WHERE {Comparison(new(right.Sql, columns, [], rows), depth)}) {alias}";
                return new($"{left.Sql} CROSS JOIN LATERAL {lateral}", [.. left.Columns, new($"{alias}.c0", "c0")], [.. left.Stars, "c0"], [.. left.Rows, alias]);
            default:
                var on = left.Columns.Count == 0 || right.Columns.Count == 0 ? "true" : $"{Of(left)} = {Of(right)}";
                return new($"{left.Sql} {tape.Of(Joins)} {right.Sql} ON {on}", columns, [.. left.Stars, .. right.Stars], rows);
        }
    }

    private string Where(Source from, int depth) => tape.Choose(4) switch
    {
        1 => $" WHERE {Comparison(from, depth)}",
        2 => $" WHERE {Comparison(from, depth)} OR NOT {Comparison(from, depth)}",
        3 when depth < Deepest => $" WHERE {(tape.Chance(50) ? "NOT " : "")}EXISTS ({Correlated(from, depth + 1)})",
        _ => "",
    };

    private string Correlated(Source outer, int depth)
    {
        var from = Item(depth);
        return $"SELECT FROM {from.Sql} WHERE {Of(from)} = {Of(outer)}";
    }

    private string Comparison(Source from, int depth) => tape.Choose(5) switch
    {
        1 => $"{Of(from)} IS NULL",
        2 when depth < Deepest => $"{Of(from)} IN ({Narrow(depth + 1)})",
        3 => $"{tape.Of(from.Rows)} IS NOT NULL",
        4 => $"{Of(from)} IS DISTINCT FROM {Of(from)}",
        _ => $"{Number(from, depth)} > {tape.Choose(4)}",
    };

    private string Number(Source from, int depth) => tape.Choose(9) switch
    {
        4 => $"coalesce({Of(from)}, {tape.Choose(3)})",
        5 => $"CASE WHEN {Of(from)} > 1 THEN {Of(from)} ELSE 0 END",
        6 => $"length(row_to_json({tape.Of(from.Rows)})::text)",
        7 when depth < Deepest => $"(SELECT {tape.Of(Aggregates)}(c0) FROM ({Narrow(depth + 1)}) {Fresh()})",
        8 => "1",
        _ => Of(from),
    };

    private string Aggregate(Source from, int depth) => tape.Choose(4) switch
    {
        1 => "count(*)",
        2 => $"count(DISTINCT {Of(from)})",
        3 => $"sum({Number(from, depth)}) FILTER (WHERE {Comparison(from, Deepest)})",
        _ => $"{tape.Of(Aggregates)}({Of(from)})",
    };

    private string Window(Source from, int depth) => tape.Choose(3) switch
    {
        1 => $"rank() OVER (PARTITION BY {Of(from)} ORDER BY {Of(from)})",
        2 => $"sum({Number(from, depth)}) OVER (ORDER BY {Of(from)} RANGE UNBOUNDED PRECEDING)",
        _ => $"count({tape.Of(from.Rows)}) OVER (PARTITION BY {Of(from)})",
    };

    /// <summary>One column as a number.</summary>
    private string Of(Source from)
    {
        if (from.Columns.Count == 0)
            return "1";
        var column = tape.Of(from.Columns);
        return IsText(column.Name) ? $"length({column.Sql})" : column.Sql;
    }

    private static IEnumerable<string> Referable(IReadOnlyList<string> names) => names.Where(n => names.Count(m => m == n) == 1);

    private string Fresh() => tape.Choose(3) switch { 2 => Quoted($"Q {++_names}"), 1 => $"T{++_names}", _ => $"q{++_names}" };
}
