namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// SQLite counts and limits memory for the whole process. So one statement advances at a time, in turns: whatever the counter moves by meanwhile is
/// that statement's own. The queue is first in, first out.
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

    /// <summary>For short work that nobody's limit is to count or to stop.</summary>
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
