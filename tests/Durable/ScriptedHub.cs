using Microsoft.AspNetCore.Connections;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;

namespace Onbehalf.Tests.Durable;

/// <summary>Microsoft's worker and replay engine on a store in memory: an orchestrator's steps one by one, without the price of storage.</summary>
internal sealed class ScriptedHub : IAsyncDisposable
{
    // Below what systems hand out to outgoing connections, and apart from the sidecars' (see Ports). The host's own choice is in the middle of both.
    private const int FirstPort = 12_000;
    private const int LastPort = 20_000;
    private const int Attempts = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DurableTaskTestHost _host;

    private ScriptedHub(DurableTaskTestHost host) => _host = host;

    public DurableTaskClient Client => _host.Client;

    public static async Task<ScriptedHub> OpenAsync(ScriptedFunctions functions)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(await DurableTaskTestHost.StartAsync(functions.Register, new() { Port = Random.Shared.Next(FirstPort, LastPort) }));
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException && attempt < Attempts)
            {
                // The port is taken.
            }
        }
    }

    public async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        var ended = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        Assert.True(ended.RuntimeStatus is OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.FailureDetails}");
        return ended;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
