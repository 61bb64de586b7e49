using System.Globalization;

namespace Onbehalf.Tests.Sources.Lineage;

/// <summary>A small schema with values that often meet in joins, and statements over it of every shape that SQLite knows.</summary>
internal sealed class GeneratedSqlite(Random random)
{
    private static readonly string[] Names = ["iban", "amount", "note", "na me", "Ø", "natural", "a\"b", "id"];
    private static readonly string[] Types = ["", "INTEGER", "TEXT", "TEXT COLLATE NOCASE", "REAL", "[nvarchar(max)]"];
    private static readonly string[] Between = [" ", "\n", " /* using(iban) */ ", " -- note\n", " /* /* */ "];
    private static readonly string[] Joins = ["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", ","];
    private int _aliases;

    /// <summary>A view of the first table: two of its columns, of the rows whose last column is not null.</summary>
    public const string View = "seen";

    public List<(string Name, List<(string Name, string Type)> Columns, List<object?[]> Rows)> Tables { get; } = [];

    /// <summary>All tables and the view.</summary>
    public IEnumerable<(string Name, IEnumerable<string> Columns)> Relations =>
        Tables.Select(static table => (table.Name, table.Columns.Select(static column => column.Name))).Append((View, Viewed.Select(static column => column.Name)));

    private IEnumerable<(string Name, string Type)> Viewed => Tables[0].Columns.Take(2);

    /// <summary>Returns whether the view depends on a column, or under an empty name on the rows, of a table.</summary>
    public bool IsBehindView(string table, string column) =>
        table == Tables[0].Name && (column.Length == 0 || column == Tables[0].Columns[^1].Name || Viewed.Any(one => one.Name == column));

    public static GeneratedSqlite Of(Random random)
    {
        var made = new GeneratedSqlite(random);
        foreach (var name in (string[])["t", "u", "or der"])
        {
            var columns = Names.OrderBy(_ => random.Next()).Take(random.Next(2, 6)).Select(column => (column, Pick(random, Types))).ToList();
            made.Tables.Add((name, columns, [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => columns.Select(_ => made.Value()).ToArray())]));
        }

        return made;
    }

    /// <summary>Depth 0 has no query inside it.</summary>
    public string Query(int depth = 2)
    {
        var query = random.Next(7) switch
        {
            0 when depth > 0 => $"WITH {Cte(depth, out var cte)} SELECT * FROM {cte} {Join(depth - 1)}",
            1 when depth > 0 => $"SELECT {Column()} FROM {Source(depth)} {Pick("UNION", "UNION ALL", "EXCEPT", "INTERSECT")} SELECT {Column()} FROM {Source(depth - 1)}",
            2 => $"SELECT {Pick("count(*)", "max(1)", "group_concat(1)", $"max({Column()})")} FROM {Source(depth)}{Where(depth)}",
            3 => $"SELECT {Column()}, row_number() OVER (ORDER BY {Column()}) FROM {Source(depth)}",
            4 => $"SELECT {Column()} FROM {Source(depth)} GROUP BY 1{Where(0, " HAVING")}",
            5 when depth > 0 => $"WITH RECURSIVE q({Spelt(Pick(Names))}, n) AS (SELECT {Column()}, 1 FROM {Source(depth - 1)} UNION{Pick("", " ALL")} SELECT {Column()}, n + 1 FROM q {Join(0)} WHERE n < 3) SELECT * FROM q {Join(depth - 1)}",
            _ => $"SELECT {Pick("", "", "DISTINCT ")}{Pick("*", "1", Column(), Column() + ", " + Column())} FROM {Source(depth)}{Where(depth)}",
        };
        return query.Replace(" FROM ", Pick(Between) + "FROM" + Pick(Between), StringComparison.Ordinal);
    }

    public string Limited() => $"{Query()}{Pick("", "", " ORDER BY 1", " LIMIT 3", " ORDER BY 1 LIMIT 2")}";

    /// <summary>The file, with one column of one table in another order, or without a row of it where the column is empty.</summary>
    public string Script((string Table, string Column)? moved = null)
    {
        var script = new List<string>();
        foreach (var (name, columns, rows) in Tables)
        {
            script.Add($"CREATE TABLE {Quoted(name)} ({string.Join(", ", columns.Select(static c => $"{Quoted(c.Name)} {c.Type}"))});");
            var at = moved?.Table == name ? columns.FindIndex(column => column.Name == moved.Value.Column) : -1;
            for (var i = moved?.Table == name && moved.Value.Column.Length == 0 ? 1 : 0; i < rows.Count; i++)
                script.Add($"INSERT INTO {Quoted(name)} VALUES ({string.Join(", ", rows[i].Select((value, c) => Literal(c == at ? rows[(i + 1) % rows.Count][c] : value)))});");
        }

        script.Add($"CREATE VIEW {View} AS SELECT {string.Join(", ", Viewed.Select(static c => Quoted(c.Name)))} FROM {Quoted(Tables[0].Name)} WHERE {Quoted(Tables[0].Columns[^1].Name)} IS NOT NULL;");
        return string.Join('\n', script);
    }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string Source(int depth) => $"{Item(depth)}{(random.Next(4) == 0 ? "" : " " + Join(depth))}";

    private string Item(int depth) => depth > 0 && random.Next(4) == 0 ? $"({Query(depth - 1)}) x{_aliases++}"
        : random.Next(5) == 0 ? $"(SELECT {Literal(Value())} AS {Spelt(Pick(Names))}) x{_aliases++}"
        : $"{Quoted(random.Next(4) == 0 ? View : Tables[random.Next(Tables.Count)].Name)} x{_aliases++}";

    private string Join(int depth)
    {
        var join = Pick(Joins);
        return random.Next(3) switch
        {
            0 when join != "," && join != "CROSS JOIN" => $"NATURAL{Pick(Between)}{join} {Item(depth)}",
            1 when join != "," => $"{join} {Item(depth)}{Pick(Between)}USING ({Spelt(Pick(Names), mayBeText: true)})",
            _ when join is "," => $"{join} {Item(depth)}",
            _ => $"{join} {Item(depth)} ON {Pick("1", $"{Column()} = {Literal(Value())}")}",
        };
    }

    private string Cte(int depth, out string name)
    {
        name = Pick("t", "q", "u");
        return $"{name} AS {Pick("", "MATERIALIZED ")}({Query(depth - 1)})";
    }

    private string Where(int depth, string word = " WHERE") => random.Next(4) switch
    {
        0 => $"{word} {Column()} {Pick("=", "<>", "<", "IS")} {Literal(Value())}",
        1 when depth > 0 => $"{word} {Pick("EXISTS ", "NOT EXISTS ")}({Query(0)})",
        2 when depth > 0 => $"{word} {Column()} IN (SELECT {Column()} FROM {Item(0)})",
        _ => "",
    };

    private string Column() => Spelt(Pick(Names));

    private string Spelt(string name, bool mayBeText = false) => random.Next(mayBeText ? 4 : 3) switch
    {
        0 => Quoted(name),
        1 => $"[{name}]",
        2 => $"`{name}`",
        _ => $"'{name}'",
    };

    private object? Value() => random.Next(6) switch
    {
        0 => null,
        1 => "a",
        2 => "A",
        3 => 1L,
        _ => (long)random.Next(4),
    };

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        long number => number.ToString(CultureInfo.InvariantCulture),
        var text => $"'{text}'",
    };

    private T Pick<T>(params T[] from) => Pick(random, from);

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
