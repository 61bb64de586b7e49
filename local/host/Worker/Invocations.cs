using Microsoft.Extensions.Logging;

namespace Onbehalf.Host.Worker;

/// <summary>
/// Invokes the worker's functions with the <c>functionTimeout</c> of host.json. The host stops waiting for a function that exceeds it, even if
/// the function ignores its token. The worker continues to run. Disposal cancels running invocations.
/// </summary>
internal sealed partial class Invocations(WorkerChannel worker, TimeSpan timeout, ILogger<Invocations> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public IEnumerable<WorkerFunction> Functions => worker.Functions.Values;

    public WorkerFunction? Find(string name) => worker.Functions.GetValueOrDefault(name);

    public Task<WorkerOutcome> RunAsync(string function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient) =>
        RunAsync(Guid.NewGuid().ToString(), worker.Functions[function], input, metadata, durableClient);

    public async Task<WorkerOutcome> RunAsync(
        string id, WorkerFunction function, Wire input, IEnumerable<KeyValuePair<string, string>> metadata, string? durableClient)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(timeout);
        try
        {
            return await worker.InvokeAsync(id, function, input, metadata, durableClient, limit.Token);
        }
        catch (TimeoutException) when (!_stopping.IsCancellationRequested)
        {
            Log.Hangs(log, function.Name, timeout);
            throw new TimeoutException($"{function.Name} did not end within {timeout}, the functionTimeout of host.json.");
        }
    }

    public async ValueTask DisposeAsync() => await _stopping.CancelAsync();

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Error, "{Function} did not end within {Timeout}, the functionTimeout of host.json. It was cancelled and is waited for no longer.")]
        public static partial void Hangs(ILogger logger, string function, TimeSpan timeout);
    }
}
