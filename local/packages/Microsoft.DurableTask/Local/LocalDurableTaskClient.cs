using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local;

internal sealed class LocalDurableTaskClient(string name, Engine engine) : DurableTaskClient(name)
{
    private static readonly TimeSpan LeasePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstGlance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestGlance = TimeSpan.FromMilliseconds(500);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        await engine.Lease.ValidAsync(cancellation).WaitAsync(LeasePatience, cancellation);
        var row = NewRow(orchestratorName, input, options);
        if (engine.Live.Contains(row.Id))
            throw ChildStart.AlreadyExists(row.Id);
        switch (await engine.Store.StartAsync(row, cancellation))
        {
            case StartResult.Started started:
                engine.Adopt(new LoadedInstance(started.Row, [], started.Keys));
                return row.Id;
            default:
                throw ChildStart.AlreadyExists(row.Id);
        }
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return AskAsync(instanceId, Request.New(RequestKind.RaiseEvent, eventName, engine.Converter.Serialize(eventPayload)), cancellation);
    }

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        await AskAsync(instanceId, Request.New(RequestKind.Terminate, "", engine.Converter.Serialize(options?.Output)), cancellation);
        if (options?.Recursive != true)
            return;
        foreach (var child in await engine.Reader.ChildrenAsync(instanceId, cancellation))
            await TerminateInstanceAsync(child.Id, options, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        AskAsync(instanceId, Request.New(RequestKind.Suspend, "", reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        AskAsync(instanceId, Request.New(RequestKind.Resume, "", reason), cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var row = engine.Live.TryGet(instanceId, out var live)
            ? live.Row
            : await engine.Reader.ReadAsync(instanceId, getInputsAndOutputs, cancellation);
        return row is null ? null : Describe(row, getInputsAndOutputs);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(engine.Reader, filter ?? new OrchestrationQuery(), row => Describe(row, filter?.FetchInputsAndOutputs ?? false));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, getInputsAndOutputs, row => row.RuntimeStatus != OrchestrationRuntimeStatus.Pending, cancellation);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        if (engine.Live.TryGet(instanceId, out var live) && await live.Ended.WaitAsync(cancellation) is { } finished)
            return Describe(finished, getInputsAndOutputs);
        return await WaitAsync(instanceId, getInputsAndOutputs, row => row.IsCompleted, cancellation);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        if (await engine.Reader.ReadAsync(instanceId, payloads: false, cancellation) is not { IsFinished: true } row)
            return new PurgeResult(0, true);
        var count = 0;
        if (options?.Recursive == true)
        {
            foreach (var child in await engine.Reader.ChildrenAsync(instanceId, cancellation))
                count += (await PurgeInstanceAsync(child.Id, options, cancellation)).PurgedInstanceCount;
        }

        count += await engine.Store.PurgeAsync(row, cancellation) ? 1 : 0;
        return new PurgeResult(count, true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var count = 0;
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        await foreach (var instance in GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            if (instance.IsCompleted)
                count += (await PurgeInstanceAsync(instance.InstanceId, options, cancellation)).PurgedInstanceCount;
        }

        return new PurgeResult(count, true);
    }

    /// <summary>Returns once the request is stored where the instance's owner will find it; silently for an instance that is not running.</summary>
    private async Task AskAsync(string instanceId, Request request, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (engine.Live.TryGet(instanceId, out var live) && await live.AskAsync(request).WaitAsync(cancellation) != Delivery.Lost)
            return;
        if (await engine.Reader.ReadAsync(instanceId, payloads: false, cancellation) is { IsFinished: false })
            await engine.Inbox.WriteAsync(instanceId, request, cancellation);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool payloads, Func<OrchestrationMetadata, bool> isThere, CancellationToken cancellation)
    {
        for (var glance = FirstGlance; ; glance = glance * 2 < LongestGlance ? glance * 2 : LongestGlance)
        {
            if (await GetInstancesAsync(instanceId, payloads, cancellation) is { } found && isThere(found))
                return found;
            await Task.Delay(glance, engine.Clock, cancellation);
        }
    }

    private InstanceRow NewRow(TaskName orchestrator, object? input, StartOrchestrationOptions? options)
    {
        var now = engine.Now();
        var startAt = options?.StartAt?.UtcDateTime is { } at && at > now ? at : (DateTime?)null;
        return new InstanceRow
        {
            Id = InstanceIds.Valid(options?.InstanceId ?? Guid.NewGuid().ToString("N")),
            Name = orchestrator.Name,
            Status = startAt is null ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
            StartedAt = startAt ?? now,
            StartAt = startAt,
            Input = engine.Converter.Serialize(input),
            Owner = engine.Lease.Id,
            Tags = options?.Tags ?? new Dictionary<string, string>(),
            TraceParent = Activity.Current?.Id,
        };
    }

    private OrchestrationMetadata Describe(InstanceRow row, bool payloads) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.CreatedAt,
        LastUpdatedAt = row.UpdatedAt,
        Tags = row.Tags,
        DataConverter = payloads ? engine.Converter : null,
        SerializedInput = payloads ? row.Input : null,
        SerializedOutput = payloads ? row.Output : null,
        SerializedCustomStatus = payloads ? row.CustomStatus : null,
        FailureDetails = payloads ? row.Failure : null,
    };
}
