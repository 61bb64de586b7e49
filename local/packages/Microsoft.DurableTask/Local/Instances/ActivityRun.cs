using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Instances;

internal static class ActivityRun
{
    public static async Task RunAsync(Engine engine, ActivityCall call, Func<bool> isWanted, Action<int, HistoryEvent> answer)
    {
        try
        {
            await Task.Yield();
            await engine.ActivitySlots.WaitAsync(engine.Stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await engine.Lease.ValidAsync(engine.Stopping.Token);
            if (isWanted())
                answer(call.TaskId, await CallAsync(engine, call));
        }
        catch (OperationCanceledException) when (engine.Stopping.IsCancellationRequested)
        {
            // Abandoned, not failed: whoever owns the instance next runs it again.
        }
        finally
        {
            engine.ActivitySlots.Release();
        }
    }

    private static async Task<HistoryEvent> CallAsync(Engine engine, ActivityCall call)
    {
        if (!engine.Activities.TryGetValue(call.Name, out var activity))
            return new HistoryEvent.TaskFailed(call.TaskId, TaskFailureDetails.FromException(new ArgumentException(
                $"The activity function '{call.Name}' does not exist.")));
        try
        {
            return new HistoryEvent.TaskCompleted(call.TaskId, await activity(call, engine.Stopping.Token));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !engine.Stopping.IsCancellationRequested)
        {
            return new HistoryEvent.TaskFailed(call.TaskId, TaskFailureDetails.FromException(exception));
        }
    }
}
