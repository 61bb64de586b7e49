using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.DurableTask.Local;
using Microsoft.DurableTask.Local.Leases;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Durable;

/// <summary>One task hub's tables, on which a test opens as many hubs as it wants processes.</summary>
internal sealed class TaskHubStore(string connectionString, string name)
{
    /// <summary>A process that the next hub sees to be gone at once.</summary>
    public static readonly WorkerProcess Killable = WorkerProcess.Current with { Id = int.MaxValue };

    public static readonly LeaseTiming Quick = new()
    {
        Beat = TimeSpan.FromMilliseconds(300),
        Expiry = TimeSpan.FromSeconds(3),
        Margin = TimeSpan.FromMilliseconds(500),
        Sweep = TimeSpan.FromSeconds(1),
    };

    public static async Task<TaskHubStore> FreshAsync() => new(await Azurite.ConnectionStringAsync(), Azurite.FreshPrefix() + "hub");

    public TableServiceClient Tables(HttpPipelinePolicy? policy = null)
    {
        var options = new TableClientOptions();
        if (policy is not null)
        {
            options.Retry.MaxRetries = 0;
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return new TableServiceClient(connectionString, options);
    }

    public InstanceReader Reader() => new(new HubTables(Tables(), name));

    public async Task<LocalTaskHub> OpenAsync(
        Functions functions, Func<LocalTaskHubOptions, LocalTaskHubOptions>? change = null, HttpPipelinePolicy? policy = null)
    {
        var options = new LocalTaskHubOptions { Name = name, Process = Killable, Lease = Quick };
        var hub = new LocalTaskHub(
            change?.Invoke(options) ?? options, Tables(policy), functions.Orchestrators, functions.Activities, NullLoggerFactory.Instance);
        await hub.StartAsync(CancellationToken.None);
        return hub;
    }
}
