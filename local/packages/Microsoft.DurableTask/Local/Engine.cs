using Microsoft.DurableTask.Local.Inbox;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local;

/// <summary>What the instances of one hub share.</summary>
internal sealed class Engine
{
    public Engine(
        LocalTaskHubOptions options,
        HubTables tables,
        IReadOnlyDictionary<string, OrchestratorDelegate> orchestrators,
        IReadOnlyDictionary<string, ActivityDelegate> activities,
        ILoggerFactory logs)
    {
        Orchestrators = new Dictionary<string, OrchestratorDelegate>(orchestrators, StringComparer.OrdinalIgnoreCase);
        Activities = new Dictionary<string, ActivityDelegate>(activities, StringComparer.OrdinalIgnoreCase);
        Logs = logs;
        Logger = logs.CreateLogger("Microsoft.DurableTask.Local");
        Clock = options.Clock;
        Reader = new InstanceReader(tables);
        Store = new InstanceStore(tables, Reader, Logger);
        Lease = new WorkerLease(tables, options.Lease, options.Process, Clock);
        Inbox = new InboxStore(tables, Clock);
        Episodes = new SemaphoreSlim(options.MaxConcurrentOrchestrators);
        ActivitySlots = new SemaphoreSlim(options.MaxConcurrentActivities);
    }

    public IReadOnlyDictionary<string, OrchestratorDelegate> Orchestrators { get; }

    public IReadOnlyDictionary<string, ActivityDelegate> Activities { get; }

    public ILoggerFactory Logs { get; }

    public ILogger Logger { get; }

    public TimeProvider Clock { get; }

    public DataConverter Converter { get; } = WorkerJson.Default;

    public InstanceReader Reader { get; }

    public InstanceStore Store { get; }

    public WorkerLease Lease { get; }

    public InboxStore Inbox { get; }

    public LiveInstances Live { get; } = new();

    public SemaphoreSlim Episodes { get; }

    public SemaphoreSlim ActivitySlots { get; }

    /// <summary>Given to activities: no new one begins, running ones should end.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Nothing is written any more.</summary>
    public CancellationTokenSource Halted { get; } = new();

    /// <summary>Whole milliseconds, so that a time is the same after it has been stored.</summary>
    public DateTime Now()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public LiveInstance Adopt(LoadedInstance loaded)
    {
        var instance = new LiveInstance(this, loaded);
        if (Live.TryAdd(instance))
            instance.Begin();
        return instance;
    }
}
