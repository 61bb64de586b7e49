using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>A private in-memory database with all optional features disabled. It is neither shared nor pooled.</summary>
internal sealed class SqliteHandle : IDisposable
{
    // An artifact's request has at most 20 parameters, and a date range is two values. A parameter without a value is refused.
    private const int MostValues = 40;
    private const int OpenFlags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_MEMORY | raw.SQLITE_OPEN_URI;

    private static readonly (int Limit, int Value)[] Limits =
    [
        (raw.SQLITE_LIMIT_LENGTH, 1_000_000), (raw.SQLITE_LIMIT_SQL_LENGTH, 100_000), (raw.SQLITE_LIMIT_COLUMN, 200), (raw.SQLITE_LIMIT_EXPR_DEPTH, 64),
        (raw.SQLITE_LIMIT_COMPOUND_SELECT, 8),
        (raw.SQLITE_LIMIT_VDBE_OP, 25_000),
        (raw.SQLITE_LIMIT_FUNCTION_ARG, 16),
        (raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 48),
        (raw.SQLITE_LIMIT_VARIABLE_NUMBER, MostValues), (raw.SQLITE_LIMIT_TRIGGER_DEPTH, 1), (raw.SQLITE_LIMIT_WORKER_THREADS, 0),
    ];

    static SqliteHandle() => Batteries_V2.Init();

    /// <param name="encoding">The text encoding. Bytes, order and length depend on it, and only files of the same encoding can be attached.</param>
    public SqliteHandle(string encoding = "UTF-8")
    {
        Check(raw.sqlite3_open_v2(":memory:", out var database, OpenFlags, null), "open");
        Database = database;
        Run($"PRAGMA encoding = '{encoding}'");
        Configure(raw.SQLITE_DBCONFIG_DEFENSIVE, 1);
        Configure(raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
        Configure(raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
        Configure(raw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
        Configure(raw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
        Configure(raw.SQLITE_DBCONFIG_DQS_DML, 0);
        Configure(raw.SQLITE_DBCONFIG_DQS_DDL, 0);
        Run("PRAGMA temp_store = MEMORY");
    }

    private SqliteHandle(sqlite3 database) => Database = database;

    public sqlite3 Database { get; }

    public string Message => raw.sqlite3_errmsg(Database).utf8_to_string();

    /// <summary>Restricts the handle to queries that <paramref name="authorize"/> permits.</summary>
    public void Close(delegate_authorizer authorize)
    {
        Run("PRAGMA query_only = 1");
        foreach (var (limit, value) in Limits)
            raw.sqlite3_limit(Database, limit, value);
        raw.sqlite3_limit(Database, raw.SQLITE_LIMIT_ATTACHED, 0);
        Check(raw.sqlite3_set_authorizer(Database, authorize, null), "authorizer");
    }

    /// <summary>Returns the encoding of a file with its write-ahead log.</summary>
    public static string EncodingOf(string path)
    {
        var code = raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY, null);
        using var file = new SqliteHandle(database);
        Check(code, "open");
        return file.Rows("PRAGMA encoding")[0][0]!;
    }

    public void Run(string sql) => Check(raw.sqlite3_exec(Database, sql), sql);

    /// <summary>Returns false if the statement names something nonexistent.</summary>
    public bool Compiles(string sql)
    {
        var code = raw.sqlite3_prepare_v2(Database, sql, out var statement);
        using (statement)
        {
            if (code != raw.SQLITE_ERROR)
                Check(code, sql);
            return code == raw.SQLITE_OK;
        }
    }

    public List<string?[]> Rows(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Database, sql, out var statement), sql);
        using (statement)
        {
            var (rows, code) = (new List<string?[]>(), 0);
            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
                rows.Add([.. Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(i => raw.sqlite3_column_text(statement, i).utf8_to_string())]);
            if (code != raw.SQLITE_DONE)
                Check(code, sql);
            return rows;
        }
    }

    public void Dispose() => Database.Dispose();

    private void Configure(int option, int value) => Check(raw.sqlite3_db_config(Database, option, value, out _), "configure");

    private static void Check(int code, string doing)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteFailure(code, doing);
    }
}

/// <summary>The engine refused a statement of the app's own.</summary>
internal sealed class SqliteFailure(int code, string statement)
    : InvalidOperationException($"SQLite said {code} to: {statement[..Math.Min(statement.Length, 40)]}")
{
    /// <summary>
    /// True if the cause is the table or view that the statement reads: its definition, its functions, its values. Other tables of the file are
    /// then readable.
    /// </summary>
    public bool IsOfTheTable => code is raw.SQLITE_ERROR or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG;
}
