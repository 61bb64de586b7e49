using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Inbox;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local;

/// <summary>The engine: starts, replays and finishes the instances of one task hub in this process.</summary>
internal sealed class LocalTaskHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly LocalTaskHubOptions _options;
    private readonly HubTables _tables;
    private readonly Engine _engine;
    private Task _loops = Task.CompletedTask;

    public LocalTaskHub(
        LocalTaskHubOptions options,
        TableServiceClient tables,
        IReadOnlyDictionary<string, OrchestratorDelegate> orchestrators,
        IReadOnlyDictionary<string, ActivityDelegate> activities,
        ILoggerFactory logs)
    {
        _options = options;
        _tables = new HubTables(tables, options.Name);
        _engine = new Engine(options, _tables, orchestrators, activities, logs);
        Client = new LocalDurableTaskClient(options.Name, _engine);
    }

    /// <summary>Usable once the hub has started; a start called earlier waits for it a moment.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>The engine's own talk with the store since the hub was made, by reason.</summary>
    public IReadOnlyDictionary<TransactionKind, long> Transactions => _tables.Counts.Snapshot;

    /// <summary>Creates the tables and registers this process; what dead processes left is taken over from then on.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _tables.CreateAsync(cancellation);
        await _engine.Lease.RegisterAsync(cancellation);
        _loops = Task.WhenAll(
            Repeat(new LeaseKeeper(_engine, _options.Lease).RoundAsync),
            Repeat(new InboxPump(_engine).PumpAsync),
            Repeat(new ChildWatch(_engine).WatchAsync));
    }

    /// <summary>Asks running activities to end, stores what they answer within the token's patience, then releases every instance.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_engine.Halted.IsCancellationRequested)
            return;
        await _engine.Stopping.CancelAsync();
        var started = _engine.Clock.GetTimestamp();
        while (IsBusy() && !cancellation.IsCancellationRequested && _engine.Clock.GetElapsedTime(started) < Patience)
            await Task.Delay(Glance, CancellationToken.None);

        await HaltAsync();
        await _engine.Lease.ReleaseAsync(CancellationToken.None);
    }

    /// <summary>Leaves as a killed process does: nothing more is written and nothing released.</summary>
    public async Task HaltAsync()
    {
        await _engine.Stopping.CancelAsync();
        await _engine.Halted.CancelAsync();
        _engine.Live.DropAll();
        await _loops;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private Task Repeat(Func<CancellationToken, Task> duty) => Task.Run(() => Loop.RunAsync(_engine, duty), CancellationToken.None);

    private bool IsBusy() =>
        _engine.ActivitySlots.CurrentCount < _options.MaxConcurrentActivities || _engine.Live.All.Any(instance => !instance.IsIdle);
}
