using Microsoft.DurableTask.Local.History;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Replay;

internal sealed class LocalOrchestrationContext(
    OrchestrationIdentity identity, OpenTasks tasks, EpisodeScheduler scheduler, DataConverter converter, ILoggerFactory logs)
    : TaskOrchestrationContext
{
    private int _guids;
    private DateTime _now = identity.StartedAt;
    private bool _replaying;
    private string? _customStatus;

    public override TaskName Name => identity.Name;

    public override string InstanceId => identity.InstanceId;

    public override ParentOrchestrationInstance? Parent => identity.Parent;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    public ExternalEvents Events { get; } = new(converter);

    public string? CustomStatus => _customStatus;

    /// <summary>Set once the orchestrator asked to begin again: its next input, and whether unmatched events go with it.</summary>
    public (string? Input, bool KeepEvents)? Next { get; private set; }

    protected override ILoggerFactory LoggerFactory => logs;

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(identity.Input);

    /// <summary>For an orchestrator that takes its input as a parameter of this type.</summary>
    public object? GetInput(Type type) => converter.Deserialize(identity.Input, type);

    public void Advance(DateTime now) => _now = now;

    public void Replaying(bool replaying) => _replaying = replaying;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        scheduler.VerifyAccess();
        if (input is TaskOptions && options is null)
            throw new ArgumentException("TaskOptions were given as the activity's input. Pass them as the options.", nameof(input));

        Task<TResult> Once() => AnswerAsync<TResult>(new OrchestratorAction.CallActivity(tasks.NextId, name, converter.Serialize(input)));
        return await (options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Once) : Once());
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        scheduler.VerifyAccess();
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");

        Task<TResult> Once() => AnswerAsync<TResult>(
            new OrchestratorAction.CallOrchestrator(tasks.NextId, orchestratorName, id, converter.Serialize(input)));
        return await (options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Once) : Once());
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        scheduler.VerifyAccess();
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        var id = tasks.NextId;
        var fired = tasks.Schedule(new OrchestratorAction.StartTimer(id, fireAt.ToUniversalTime()));
        cancellationToken.Register(() => tasks.Cancel(id, cancellationToken));
        return fired;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        scheduler.VerifyAccess();
        return Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        scheduler.VerifyAccess();
        tasks.Send(new OrchestratorAction.SendEvent(tasks.NextId, eventName, instanceId, converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        scheduler.VerifyAccess();
        _customStatus = converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        scheduler.VerifyAccess();
        Next = (converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        scheduler.VerifyAccess();
        return DeterministicGuid.From(InstanceId, CurrentUtcDateTime, _guids++);
    }

    private async Task<T> AnswerAsync<T>(OrchestratorAction action)
    {
        scheduler.VerifyAccess();
        return converter.Deserialize<T>(await tasks.Schedule(action))!;
    }
}
