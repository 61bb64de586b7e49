using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Sources.Policy;
using Onbehalf.Sources.Sqlite;

namespace Onbehalf.Tests.Sources;

/// <summary>A file to be escaped from, and the same file without anything that Bob may not see.</summary>
public sealed class ExpenseFile : IDisposable
{
    public const string Marker = "HIDDENCANARY";

    private readonly string _folder = Directory.CreateTempSubdirectory("onbehalf-file-").FullName;

    public ExpenseFile()
    {
        Source = Open(Write("full", Full));
        Bare = Open(Write("bare", Bald));
    }

    internal SqliteSource Source { get; }

    internal SqliteSource Bare { get; }

    internal Authority Bob { get; } = TestPeople.Authority("bob", groups: "sales");

    internal Authority Alice { get; } = TestPeople.Authority("alice", groups: ["finance", "hr"]);

    internal Authority Carol { get; } = TestPeople.Authority("carol", groups: "cfo");

    internal Task<QueryOutcome> AskAsync(Authority person, string sql, bool bare = false, QueryLimits? limits = null) =>
        (bare ? Bare : Source).QueryAsync(person, new(sql), limits ?? new(1_000, 1_048_576, TimeSpan.FromSeconds(1.5)), CancellationToken.None);

    internal string Write(string name, string script)
    {
        var path = Path.Combine(_folder, $"{name}.db");
        // The engine's limit on memory counts for the whole process: one that another test's statement set must not refuse this.
        using var held = SqliteLane.Hold();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        // One transaction that nobody waits for on the disk: a search writes thousands of files.
        command.CommandText = $"PRAGMA synchronous = OFF; BEGIN; {script}\n; COMMIT;";
        command.ExecuteNonQuery();
        return path;
    }

    internal static SqliteSource Open(string path, int mostRows = 200_000, string? policy = null, string name = "files", SourceWarnings? warnings = null) =>
        new(new(name, path, ""), SourcePolicy.Parse(policy ?? Policy), mostRows, warnings ?? new SourceWarnings(), NullLogger<SqliteSource>.Instance);

    public void Dispose()
    {
        Source.Dispose();
        Bare.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private const string Policy = """
        { "providers": ["local"], "tables": {
          "orders": { "grants": [
            { "to": "everyone", "columns": ["id", "owner", "customer", "amount", "note", "payload"], "rows": { "column": "owner", "eq": { "claim": "sub" } } },
            { "to": { "group": "cfo" }, "columns": ["id", "owner", "customer", "amount", "note", "payload"], "rows": "all" },
            { "to": { "group": "finance" }, "columns": ["id", "secret"], "rows": "all" } ] },
          "regions": { "grants": [ { "to": "everyone", "columns": ["id", "name"], "rows": "all" } ] } } }
        """;

    private const string Shared = """
        CREATE TABLE regions (id INTEGER PRIMARY KEY, name TEXT);
        INSERT INTO regions VALUES (1, 'EMEA'), (2, 'AMER');
        """;

    private const string Full = Shared + """
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT, customer TEXT, amount INTEGER, note TEXT, payload TEXT, secret TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80)
        INSERT INTO orders SELECT i, CASE WHEN i % 2 = 0 THEN 'bob' ELSE 'mallory' END, 'customer ' || i % 5, CASE WHEN i % 2 = 0 THEN i * 10 ELSE 7770000 + i END,
          CASE WHEN i % 2 = 0 THEN 'note ' || i ELSE 'HIDDENCANARY ' || i END, CASE WHEN i % 2 = 0 THEN '{"n":' || i || '}' ELSE '{broken HIDDENCANARY' END, 'HIDDENCANARY' FROM n;
        CREATE INDEX by_amount ON orders (amount); CREATE INDEX by_note ON orders (note);
        CREATE TABLE salaries (id INTEGER PRIMARY KEY, person TEXT, pay INTEGER);
        INSERT INTO salaries VALUES (1, 'HIDDENCANARY', 7770041);
        CREATE VIEW all_orders AS SELECT * FROM orders;
        CREATE VIRTUAL TABLE words USING fts5(body);
        INSERT INTO words VALUES ('HIDDENCANARY');
        ANALYZE;
        """;

    private const string Bald = Shared + """
        CREATE TABLE orders (id INTEGER PRIMARY KEY, owner TEXT, customer TEXT, amount INTEGER, note TEXT, payload TEXT);
        WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 2 FROM n WHERE i < 80)
        INSERT INTO orders SELECT i, 'bob', 'customer ' || i % 5, i * 10, 'note ' || i, '{"n":' || i || '}' FROM n;
        """;
}
