using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.History;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>Starts a sub-orchestration, or finds the one that an earlier life of the same call has started.</summary>
internal static class ChildStart
{
    public static async Task RunAsync(
        Engine engine, InstanceRow parent, OrchestratorAction.CallOrchestrator call, Action<int, HistoryEvent> answer)
    {
        try
        {
            await Task.Yield();
            var link = new ParentLink(parent.Id, parent.Name, parent.Generation, call.Id);
            var started = await StartAsync(engine, NewRow(engine, call, link, parent.TraceParent));
            if (started is StartResult.Exists { Row: var existing } && existing.Parent != link)
                answer(call.Id, new HistoryEvent.TaskFailed(call.Id, TaskFailureDetails.FromException(AlreadyExists(call.InstanceId))));
        }
        catch (OperationCanceledException)
        {
            // The parent's next owner calls again.
        }
    }

    public static OrchestrationAlreadyExistsException AlreadyExists(string instanceId) =>
        new($"An Orchestration instance with the ID {instanceId} already exists.");

    /// <summary>The answer a finished sub-orchestration gives.</summary>
    public static HistoryEvent AnswerOf(int taskId, InstanceRow child) => child.Status switch
    {
        OrchestrationRuntimeStatus.Completed => new HistoryEvent.TaskCompleted(taskId, child.Output),
        OrchestrationRuntimeStatus.Failed when child.Failure is { } failure => new HistoryEvent.TaskFailed(taskId, failure),
        _ => new HistoryEvent.TaskFailed(taskId, TaskFailureDetails.FromException(
            new InvalidOperationException($"Sub-orchestration '{child.Id}' ended as {child.Status}."))),
    };

    private static async Task<StartResult> StartAsync(Engine engine, InstanceRow row)
    {
        while (true)
        {
            try
            {
                var result = await engine.Store.StartAsync(row, engine.Halted.Token);
                if (result is StartResult.Started started)
                    engine.Adopt(new LoadedInstance(started.Row, [], started.Keys));
                return result;
            }
            catch (Exception exception) when (Transient.Is(exception, engine.Halted.Token))
            {
                await Task.Delay(Transient.Pause, engine.Halted.Token);
            }
        }
    }

    private static InstanceRow NewRow(Engine engine, OrchestratorAction.CallOrchestrator call, ParentLink link, string? trace)
    {
        var now = engine.Now();
        return new InstanceRow
        {
            Id = call.InstanceId,
            Name = call.Name,
            Status = OrchestrationRuntimeStatus.Running,
            CreatedAt = now,
            UpdatedAt = now,
            StartedAt = now,
            Input = call.Input,
            Owner = engine.Lease.Id,
            Parent = link,
            TraceParent = trace,
        };
    }
}
