namespace Onbehalf.Host.Worker;

/// <summary>Invokes the worker's functions within host.json's <c>functionTimeout</c>.</summary>
internal sealed class Invocations(WorkerChannel worker, TimeSpan timeout)
{
    public IEnumerable<WorkerFunction> Functions => worker.Functions.Values;

    public WorkerFunction? Find(string name) => worker.Functions.GetValueOrDefault(name);

    public Task<WorkerOutcome> RunAsync(string function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient) =>
        RunAsync(Guid.NewGuid().ToString(), worker.Functions[function], input, metadata, durableClient);

    public async Task<WorkerOutcome> RunAsync(string id, WorkerFunction function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient)
    {
        using var limit = new CancellationTokenSource(timeout);
        return await worker.InvokeAsync(id, function, input, metadata, durableClient, limit.Token);
    }
}
