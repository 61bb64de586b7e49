using Onbehalf.Tools;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// The authorizer of a closed handle. It permits SELECT, recursion, listed functions, and reads of the permitted tables. It records every column
/// that is named or covered by <c>*</c>. The engine does not report the columns of USING and NATURAL; <see cref="ProgramReads"/> finds them.
/// </summary>
internal sealed class StatementGuard(IReadOnlySet<string> tables, IReadOnlySet<string> modules)
{
    /// <summary>The engine's own spelling of the row number, whatever the text says. A column that is named so has the policy's spelling.</summary>
    private const string RowId = "ROWID";

    private readonly HashSet<(string Table, string Column)> _reads = [];

    public IReadOnlySet<(string Table, string Column)> Reads => _reads;

    /// <summary>The code and text of the first refusal.</summary>
    public (string Code, string Text)? Refusal { get; private set; }

    public void Reset()
    {
        _reads.Clear();
        Refusal = null;
    }

    /// <summary>The callback of SQLite. An exception would end the process, so every failure denies.</summary>
    public int Authorize(object user, int action, utf8z first, utf8z second, utf8z database, utf8z context)
    {
        try
        {
            return Decide(action, first.utf8_to_string(), second.utf8_to_string()) ? raw.SQLITE_OK : raw.SQLITE_DENY;
        }
#pragma warning disable CA1031 // An exception cannot pass through the native caller.
        catch (Exception)
#pragma warning restore CA1031
        {
            return raw.SQLITE_DENY;
        }
    }

    private bool Decide(int action, string? first, string? second) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_RECURSIVE => true,
        raw.SQLITE_FUNCTION => SqliteFunctions.Allowed.Contains(second ?? "") || Refuse(RefusalCodes.NotFound, $"no such function: {second}"),
        raw.SQLITE_READ => Read(first ?? "", second ?? ""),
        _ => Refuse(RefusalCodes.Shape, "only one query (SELECT) can be run."),
    };

    private bool Read(string table, string column)
    {
        if (table is "json_each" or "json_tree")
            return true;
        var known = tables.Contains(table);
        if (known && column != RowId)
            return column.Length == 0 || _reads.Add((table, column)) || true;
        if (known)
            return Refuse(RefusalCodes.NotFound, $"no such column: {column.ToLowerInvariant()}");
        // A name without a column can be a common table of the statement. The handle contains no other objects.
        var isOwnName = column.Length == 0 && !modules.Contains(table)
            && !table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) && !table.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase);
        return isOwnName || Refuse(RefusalCodes.NotFound, $"no such table: {table}");
    }

    private bool Refuse(string code, string text)
    {
        Refusal ??= (code, text);
        return false;
    }
}
