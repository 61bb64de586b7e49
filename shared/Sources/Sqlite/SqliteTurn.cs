using System.Diagnostics;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// One statement's use of the <see cref="SqliteLane"/>, with limits of its own: memory that it holds itself and time in which it runs itself. Waiting for
/// others counts for neither. The engine refuses an allocation beyond the limit, so no value can outgrow it between two looks.
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

    // The first statement of a process may be the first that asks the engine anything.
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
        // Others may free memory at any moment; that gives nobody more.
        _memory = Math.Max(0, _memory + raw.sqlite3_memory_used() - _mark);
        raw.sqlite3_hard_heap_limit64(0);
        // The hard limit lowers the soft one, and only this raises it again.
        raw.sqlite3_soft_heap_limit64(0);
        SqliteLane.Leave();
    }

    /// <summary>Called by SQLite; anything but 0 interrupts the statement.</summary>
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
