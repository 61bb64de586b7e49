using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;

namespace Onbehalf.Tests.Durable;

/// <summary>Microsoft's worker and replay engine on a store in memory: an orchestrator's steps one by one, without the price of storage.</summary>
internal sealed class ScriptedHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DurableTaskTestHost _host;

    private ScriptedHub(DurableTaskTestHost host) => _host = host;

    public DurableTaskClient Client => _host.Client;

    public static async Task<ScriptedHub> OpenAsync(ScriptedFunctions functions) => new(await DurableTaskTestHost.StartAsync(functions.Register));

    public async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        var ended = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
        Assert.True(ended.RuntimeStatus is OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.FailureDetails}");
        return ended;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
