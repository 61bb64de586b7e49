using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local;

/// <summary>The engine: starts, replays and finishes the instances of one task hub in this process.</summary>
internal sealed class LocalTaskHub : IAsyncDisposable
{
    public LocalTaskHub(
        LocalTaskHubOptions options,
        TableServiceClient tables,
        IReadOnlyDictionary<string, OrchestratorDelegate> orchestrators,
        IReadOnlyDictionary<string, ActivityDelegate> activities,
        ILoggerFactory logs)
    {
        Client = null!;
    }

    /// <summary>Usable as soon as the hub exists; an instance scheduled before the start runs after it.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Creates the tables, registers this process and takes over what dead processes left.</summary>
    public Task StartAsync(CancellationToken cancellation) => Client.DisposeAsync().AsTask();

    /// <summary>Lets running activities end within the token's patience, then releases every instance to other processes.</summary>
    public Task StopAsync(CancellationToken cancellation) => Client.DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
