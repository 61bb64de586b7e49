using System.Diagnostics;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// One statement's use of the <see cref="SqliteLane"/>, with its own limits on memory and running time. Waiting for other statements counts for
/// neither. The engine refuses an allocation beyond the limit, so no value can exceed it between two checks.
/// </summary>
internal sealed class SqliteTurn : IDisposable
{
    private const int StepsBetweenLooks = 1_000;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private readonly long _mostMemory;
    private readonly TimeSpan _deadline;
    private readonly CancellationToken _cancellation;
    private long _memory;
    private TimeSpan _ran;
    private long _mark;
    private long _since;

    // Initialization is also here, because a process may use the engine for the first time in this class.
    static SqliteTurn() => Batteries_V2.Init();

    public SqliteTurn(long mostMemory, TimeSpan deadline, CancellationToken cancellation)
    {
        (_mostMemory, _deadline, _cancellation) = (mostMemory, deadline, cancellation);
        Begin();
    }

    public void Watch(SqliteHandle handle) => raw.sqlite3_progress_handler(handle.Database, StepsBetweenLooks, Look, null);

    public void Dispose() => End();

    private void Begin()
    {
        SqliteLane.Enter();
        _mark = raw.sqlite3_memory_used();
        raw.sqlite3_hard_heap_limit64(_mark + Math.Max(1, _mostMemory - _memory));
        _since = Stopwatch.GetTimestamp();
    }

    private void End()
    {
        _ran += Stopwatch.GetElapsedTime(_since);
        // Other statements can free memory at any time. This does not increase the allowance.
        _memory = Math.Max(0, _memory + raw.sqlite3_memory_used() - _mark);
        raw.sqlite3_hard_heap_limit64(0);
        // The hard limit lowers the soft limit, which must be reset separately.
        raw.sqlite3_soft_heap_limit64(0);
        SqliteLane.Leave();
    }

    /// <summary>The progress handler of SQLite. A result other than 0 interrupts the statement.</summary>
    private int Look(object user)
    {
        var slice = Stopwatch.GetElapsedTime(_since);
        if (slice > Slice && SqliteLane.IsWanted)
        {
            End();
            Begin();
            slice = TimeSpan.Zero;
        }

        return _cancellation.IsCancellationRequested || _ran + slice > _deadline ? 1 : 0;
    }
}
