using System.Collections.Frozen;
using System.Collections.Immutable;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// Determines the tables and columns that a statement reads, from the engine's listing of the compiled program (EXPLAIN). Snapshot tables have
/// no index and no row number. Every value is therefore read by <c>Column</c> on a cursor that <c>OpenRead</c> opened on the table. The columns
/// behind USING, NATURAL and <c>*</c> are in the program, in any spelling. A program with another way of reading has an unknown lineage.
/// </summary>
internal static class ProgramReads
{
    /// <summary>The number of the database with the temporary tables.</summary>
    private const int Temp = 1;

    /// <summary>Instructions that move between rows, registers and the statement's own work tables, and read no value from a stored table.</summary>
    private static readonly FrozenSet<string> Harmless = """
        Transaction Init Goto Gosub InitCoroutine Yield MustBeInt Jump Once If IfNot IsType Not IfNullRow SeekLT SeekLE SeekGE SeekGT IfNotOpen IfNoHope NoConflict NotFound Found
        SeekRowid NotExists Last IfSizeBetween SorterSort Sort Rewind IfEmpty SorterNext Prev Next IdxLE IdxGT IdxLT IdxGE Or And RowSetRead RowSetTest IsNull NotNull
        Ne Eq Gt Le Lt Ge ElseEq IfPos IfNotZero DecrJumpZero Filter PureFunc Function Return EndCoroutine HaltIfNull Halt Integer Int64 Real String String8 BeginSubrtn Null SoftNull
        Blob Variable Move Copy SCopy IntCopy ResultRow CollSeq AddImm RealAffinity Cast Permutation Compare IsTrue ZeroOrNull Affinity MakeRecord Count BitAnd BitOr ShiftLeft
        ShiftRight Add Subtract Multiply Divide Remainder Concat BitNot OpenAutoindex OpenEphemeral SorterOpen SequenceTest OpenPseudo Close ColumnsUsed SeekScan SeekHit Sequence
        NewRowid Insert Delete SorterCompare SorterData Rowid NullRow SeekEnd IdxInsert SorterInsert IdxDelete FinishSeek Clear ResetSorter RowSetAdd MemMax OffsetLimit AggInverse
        AggStep AggStep1 AggValue AggFinal Expire CursorLock CursorUnlock FilterAdd ClrSubtype GetSubtype SetSubtype ReleaseReg Trace Noop Explain
        VOpen VInitIn VFilter VColumn VNext
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Returns pairs of table and column, or of table and null if rows were only counted or visited. Null if the program has an unknown instruction.
    /// </summary>
    public static ImmutableHashSet<(string Table, string? Column)>? Of(SqliteHandle handle, string sql, IReadOnlyDictionary<int, SnapshotTable> roots)
    {
        if (List(handle, sql) is not { } program)
            return null;
        var cursors = new HashSet<(int Cursor, SnapshotTable Table)>();
        foreach (var step in program.Where(static step => step.Name == "OpenRead"))
        {
            if (step.Third != Temp || !roots.TryGetValue(step.Second, out var table))
                return null;
            cursors.Add((step.First, table));
        }

        var at = cursors.ToLookup(static open => open.Cursor, static open => open.Table);
        var read = cursors.Select(static open => (open.Table.Name, (string?)null)).ToHashSet();
        foreach (var step in program)
        {
            if (Columns(step, at) is not { } columns)
                return null;
            read.UnionWith(columns);
        }

        return [.. read];
    }

    private static IEnumerable<(string, string?)>? Columns(Step step, ILookup<int, SnapshotTable> at) =>
        step.Name switch
        {
            "OpenRead" => [],
            "Column" => at[step.First].All(table => step.Second < table.Columns.Length)
                ? at[step.First].Select(table => (table.Name, (string?)table.Columns[step.Second].Name))
                : null,
            // RowData reads all columns. It is used for a recursive query's queue and other work tables; on a stored table it counts as every column.
            "RowData" => at[step.First].SelectMany(static table => table.Columns.Select(column => (table.Name, (string?)column.Name))),
            "OpenDup" => at.Contains(step.Second) ? null : [],
            _ => Harmless.Contains(step.Name) ? [] : null,
        };

    /// <summary>Removes leading semicolons: they are empty statements, and EXPLAIN is not valid before one.</summary>
    private static List<Step>? List(SqliteHandle handle, string sql)
    {
        var code = raw.sqlite3_prepare_v2(handle.Database, $"EXPLAIN {sql.TrimStart(' ', '\t', '\r', '\n', ';')}", out var statement);
        using (statement)
        {
            if (code != raw.SQLITE_OK || statement.IsInvalid || raw.sqlite3_stmt_isexplain(statement) != 1)
                return null;
            var steps = new List<Step>();
            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
                steps.Add(
                    new(
                        raw.sqlite3_column_text(statement, 1).utf8_to_string(),
                        raw.sqlite3_column_int(statement, 2),
                        raw.sqlite3_column_int(statement, 3),
                        raw.sqlite3_column_int(statement, 4)));
            return code == raw.SQLITE_DONE ? steps : null;
        }
    }

    private readonly record struct Step(string Name, int First, int Second, int Third);
}
