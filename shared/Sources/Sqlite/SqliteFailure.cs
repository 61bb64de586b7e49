using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

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
