namespace Microsoft.DurableTask.Local.Replay;

/// <summary>Runs one episode's continuations on the thread that created it, and notices work that arrives from elsewhere.</summary>
internal sealed class EpisodeScheduler : TaskScheduler
{
    private readonly Queue<Task> _queue = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _closed;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>A continuation was posted by another thread: the orchestrator awaited something that is not durable.</summary>
    public bool LeftTheThread { get; private set; }

    public void Run(Action work)
    {
        var task = new Task(work);
        task.RunSynchronously(this);
        Drain();
        task.GetAwaiter().GetResult();
    }

    public void Close() => _closed = true;

    public void VerifyAccess()
    {
        if (_closed || Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException(
                "The orchestration context was used outside the orchestrator's own thread. An orchestrator awaits only tasks made by its "
                + "context, without ConfigureAwait(false).");
    }

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId == _thread && !_closed)
            _queue.Enqueue(task);
        else
            LeftTheThread = true;
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && !_closed && Environment.CurrentManagedThreadId == _thread && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _queue;

    private void Drain()
    {
        while (_queue.TryDequeue(out var task))
            TryExecuteTask(task);
    }
}
