using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Onbehalf.Tests.Durable;

/// <summary>An orchestration as one that was started under the given version of the app; the timers it creates are looked at afterwards.</summary>
internal sealed class OfVersion(TaskOrchestrationContext context, string version, ICollection<Task>? timers = null) : TaskOrchestrationContext
{
    public override string Version => version;

    public override TaskName Name => context.Name;

    public override string InstanceId => context.InstanceId;

    public override ParentOrchestrationInstance? Parent => context.Parent;

    public override DateTime CurrentUtcDateTime => context.CurrentUtcDateTime;

    public override bool IsReplaying => context.IsReplaying;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) => context.CallActivityAsync<TResult>(name, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        context.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => context.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var timer = context.CreateTimer(fireAt, cancellationToken);
        timers?.Add(timer);
        return timer;
    }

    public override T? GetInput<T>()
        where T : default => context.GetInput<T>();

    public override Guid NewGuid() => context.NewGuid();

    public override void SendEvent(string instanceId, string eventName, object payload) => context.SendEvent(instanceId, eventName, payload);

    public override void SetCustomStatus(object? customStatus) => context.SetCustomStatus(customStatus);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => context.WaitForExternalEvent<T>(eventName, cancellationToken);
}
