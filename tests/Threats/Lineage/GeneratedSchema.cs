using System.Globalization;
using System.Text;

namespace Onbehalf.Tests.Threats.Lineage;

/// <summary>Tables and views of every kind. A name says its type: <c>s…</c> is text, everything else a number, so that joins by name fit.</summary>
internal static class GeneratedSchema
{
    public const string Odd = "n \"q\" -- é";

    public static readonly IReadOnlyDictionary<string, string[]> Tables = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["t0"] = ["id", "a", "b", "s"],
        ["t1"] = ["id", "a", "c", "s", "s x"],
        ["t2"] = ["id", "b", "c"],
        ["t3"] = ["id", "a", "d", Odd],
        ["t4 /* x"] = ["id", "c", "d", "s"],
        ["part"] = ["id", "a", "e"],
        ["ruled"] = ["id", "a", "b", "e"],
    };

    public static readonly IReadOnlyDictionary<string, string[]> Views = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["owned"] = ["id", "k"],
        ["invoked"] = ["id", "a", "s"],
        ["invoked_twice"] = ["id", "k"],
        ["owned_over_invoked"] = ["id", "a"],
        ["invoked_over_owned"] = ["id", "k"],
        ["frozen"] = ["id", "b"],
        ["part_1"] = ["id", "a", "e"],
    };

    /// <summary>Without a common divisor with nine, the number of rows.</summary>
    private static readonly int[] Multipliers = [7, 2, 5, 4, 8];

    /// <summary>What stands behind the name of each relation beyond its own columns: below a view with its owner's rights, or in a policy.</summary>
    public static readonly IReadOnlyDictionary<string, (string Table, string[] Columns)[]> Behind = new Dictionary<string, (string, string[])[]>(StringComparer.Ordinal)
    {
        ["owned"] = [("t0", Tables["t0"]), ("t2", Tables["t2"])],
        ["ruled"] = [("ruled", ["b"])],
        ["part_1"] = [("part", [])],
    };

    public static string Create(string role) => $"""
        CREATE SCHEMA g; GRANT USAGE ON SCHEMA g TO {role}; SET search_path = g;
        {string.Join('\n', Tables.Select(static t => $"CREATE TABLE {Quoted(t.Key)} ({string.Join(", ", t.Value.Select(static c => $"{Quoted(c)} {(IsText(c) ? "text" : "int")}"))}){(t.Key == "part" ? " PARTITION BY RANGE (id)" : "")};"))}
        CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (MINVALUE) TO (5); CREATE TABLE part_2 PARTITION OF part DEFAULT;
        CREATE VIEW owned AS SELECT t0.id, coalesce(t2.c, 0) + t0.a AS k FROM t0 LEFT JOIN t2 USING (b);
        CREATE VIEW invoked WITH (security_invoker = on) AS SELECT id, a, s FROM t1 WHERE c > 1;
        CREATE VIEW invoked_twice WITH (security_invoker = 1) AS SELECT i.id, count(*) OVER (PARTITION BY i.a) AS k FROM invoked i;
        CREATE VIEW owned_over_invoked AS SELECT id, a FROM invoked;
        CREATE VIEW invoked_over_owned WITH (security_invoker = t) AS SELECT id, max(k) AS k FROM owned GROUP BY id;
        ALTER TABLE ruled ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON ruled USING (b < 3);
        {Fill(new Dictionary<string, HashSet<string>>(), 0)}
        CREATE MATERIALIZED VIEW frozen AS SELECT id, b FROM t2 WHERE c > 0;
        GRANT SELECT ON ALL TABLES IN SCHEMA g TO {role}
        """;

    /// <summary>The rows of every table, different ones wherever <paramref name="named"/> does not name the table or its column. Zero salt: the rows as they are.</summary>
    public static string Fill(IReadOnlyDictionary<string, HashSet<string>> named, int salt)
    {
        // Not by TRUNCATE, which makes new files: that takes most of the time of a search.
        var sql = new StringBuilder("SET search_path = g;\n");
        foreach (var ((name, columns), number) in Tables.Select(static (t, number) => (t, number)))
        {
            var rows = salt > 0 && !named.ContainsKey(name) ? 5 : 9;
            var values = columns.Select((column, at) => Value(number, at, IsText(column), salt == 0 || (named.TryGetValue(name, out var mine) && mine.Contains(column)) ? 0 : salt, column == "id"));
            sql.Append(CultureInfo.InvariantCulture, $"DELETE FROM {Quoted(name)}; INSERT INTO {Quoted(name)} SELECT {string.Join(", ", values)} FROM generate_series(1, {rows}) i ORDER BY i;\n");
        }

        return sql.ToString();
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static bool IsText(string column) => column.StartsWith('s');

    /// <summary>Small numbers, so that joins meet; a few nulls. A salt permutes each column's values in a way of its own.</summary>
    private static string Value(int table, int column, bool isText, int salt, bool isKey)
    {
        var row = salt == 0 ? "i" : $"((i * {Multipliers[column % Multipliers.Length]} + {(salt + 3 * column) % 9 + 1}) % 9 + 1)";
        if (isKey)
            return row;
        var number = $"nullif((({row}) * {2 * table + 3} + {column * 5 + 1}) % 7 % 5, 4)";
        return isText ? $"'v' || {number}" : number;
    }
}
