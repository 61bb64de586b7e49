namespace Onbehalf.Host.Worker;

/// <summary>Invokes the worker's functions within host.json's <c>functionTimeout</c>. Disposal cancels those that run.</summary>
internal sealed class Invocations(WorkerChannel worker, TimeSpan timeout) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public IEnumerable<WorkerFunction> Functions => worker.Functions.Values;

    public WorkerFunction? Find(string name) => worker.Functions.GetValueOrDefault(name);

    public Task<WorkerOutcome> RunAsync(string function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient) =>
        RunAsync(Guid.NewGuid().ToString(), worker.Functions[function], input, metadata, durableClient);

    public async Task<WorkerOutcome> RunAsync(string id, WorkerFunction function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(timeout);
        return await worker.InvokeAsync(id, function, input, metadata, durableClient, limit.Token);
    }

    public async ValueTask DisposeAsync() => await _stopping.CancelAsync();
}
