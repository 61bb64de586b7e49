namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// SQLite counts and limits memory per process. Statements therefore run one at a time, in turns, so that a change of the counter belongs to the
/// running statement. The queue is FIFO.
/// </summary>
internal static class SqliteLane
{
    private static readonly Lock Door = new();
    private static readonly Queue<TaskCompletionSource> Waiting = [];
    private static bool _taken;

    public static bool IsWanted
    {
        get
        {
            lock (Door)
                return Waiting.Count > 0;
        }
    }

    /// <summary>Enters the lane for short work that has no limits of its own.</summary>
    public static Held Hold()
    {
        Enter();
        return new();
    }

    public static void Enter()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Door)
        {
            if (!_taken)
            {
                _taken = true;
                return;
            }

            Waiting.Enqueue(mine);
        }

        mine.Task.GetAwaiter().GetResult();
    }

    public static void Leave()
    {
        lock (Door)
        {
            if (Waiting.TryDequeue(out var next))
                next.SetResult();
            else
                _taken = false;
        }
    }

    internal readonly struct Held : IDisposable
    {
        public void Dispose() => Leave();
    }
}
