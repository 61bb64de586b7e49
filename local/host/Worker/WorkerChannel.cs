using System.Collections.Concurrent;
using System.Diagnostics;

namespace Onbehalf.Host.Worker;

/// <summary>The host's side of the worker protocol: the handshake with one worker, its function list, and invocations.</summary>
internal sealed class WorkerChannel : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadOnlyMemory<byte>>> _expected = new();
    private readonly TaskCompletionSource<Exception> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerStream _stream;
    private readonly WorkerLog _log;
    private readonly Task _started;

    public WorkerChannel(WorkerLog log)
    {
        _log = log;
        _stream = new(Receive, () => Fail(new InvalidOperationException("The worker closed its connection to the host.")));
        _started = ExpectAsync(WorkerMessage.Started);
    }

    /// <summary>The functions by name.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions { get; private set; } = new Dictionary<string, WorkerFunction>();

    /// <summary>The address at which the worker accepts HTTP requests (capability <c>HttpUri</c>).</summary>
    public Uri? HttpAddress { get; private set; }

    /// <summary>Completes with the reason when the worker ends.</summary>
    public Task<Exception> Lost => _lost.Task;

    public Task<Uri> ListenAsync() => _stream.ListenAsync();

    /// <param name="folder">The app's folder, which contains the functions' assemblies.</param>
    public async Task HandshakeAsync(string folder)
    {
        await WithinAsync(_started, "did not connect to the host");
        var initialized = ExpectAsync(WorkerMessage.Initialized);
        Send(WorkerMessage.Initialize, new Wire().Text(1, "4.0.0").Text(5, folder));
        var capabilities = Wire.Read(await WithinAsync(initialized, "did not initialise"))[2].Select(static entry => Wire.Read(entry))
            .ToDictionary(static entry => Wire.TextOf(entry[1].Single()), static entry => Wire.TextOf(entry[2].FirstOrDefault()));
        HttpAddress = capabilities.TryGetValue("HttpUri", out var uri) ? new(uri) : null;

        var listed = ExpectAsync(WorkerMessage.Functions);
        Send(WorkerMessage.AskFunctions, new Wire().Text(1, folder));
        var functions = Wire.Read(await WithinAsync(listed, "did not list its functions"))[1].Select(WorkerFunction.Read).ToList();
        FunctionRules.CheckNames(functions);
        await Task.WhenAll(functions.Select(LoadAsync));
        Functions = functions.ToDictionary(static function => function.Name);
    }

    /// <summary>Invokes a function. Cancellation notifies the worker and fails the invocation on this side.</summary>
    /// <param name="input">The trigger's input, as <c>TypedData</c>.</param>
    /// <param name="metadata">Trigger metadata, such as route values or the instance id of an activity.</param>
    public async Task<WorkerOutcome> InvokeAsync(
        string id,
        WorkerFunction function,
        Wire input,
        IEnumerable<KeyValuePair<string, string>> metadata,
        string? durableClient,
        CancellationToken cancellation)
    {
        var invocation = new Wire().Text(1, id).Text(2, function.Id)
            .Message(3, new Wire().Text(1, function.TriggerName).Message(2, input))
            .Message(5, new Wire().Text(1, Activity.Current?.Id ?? $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00"));
        foreach (var name in function.DurableClients)
            invocation.Message(
                3,
                new Wire()
                    .Text(1, name)
                    .Message(
                        2,
                        new Wire().Text(
                            1, durableClient ?? throw new InvalidOperationException("Functions that start orchestrations wait for the Durable extension."))));
        foreach (var (name, value) in metadata)
            invocation.Message(4, new Wire().Text(1, name).Message(2, new Wire().Text(1, value)));
        var invoked = ExpectAsync(WorkerMessage.Invoked, id);
        Send(WorkerMessage.Invoke, invocation);
        await using var cancelled = cancellation.Register(() => Cancel(id));
        return WorkerOutcome.Read(await invoked);
    }

    /// <summary>Fails all pending requests to the worker, because it ended or did not start.</summary>
    public void Fail(Exception reason)
    {
        _lost.TrySetResult(reason);
        foreach (var waiting in _expected.Values)
            waiting.TrySetException(reason);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task LoadAsync(WorkerFunction function)
    {
        var loaded = ExpectAsync(WorkerMessage.Loaded, function.Id);
        Send(WorkerMessage.Load, new Wire().Text(1, function.Id).Message(2, function.Metadata()));
        var result = Wire.Read(Wire.Read(await WithinAsync(loaded, $"did not load {function.Name}"))[2].Single());
        if (result[4].Select(Wire.NumberOf).FirstOrDefault() != 1)
            throw new InvalidOperationException(
                $"The function {function.Name} could not be loaded: {result[2].Select(static failure => Wire.Read(failure)[2].Select(Wire.TextOf).FirstOrDefault()).FirstOrDefault()}"
            );
    }

    private void Cancel(string id)
    {
        Send(WorkerMessage.Cancel, new Wire().Text(2, id));
        if (_expected.TryRemove($"{WorkerMessage.Invoked} {id}", out var waiting))
            waiting.TrySetException(new TimeoutException("The function was cancelled by the host."));
    }

    private void Receive(ReadOnlyMemory<byte> message)
    {
        foreach (var member in Wire.Read(message).Where(static member => member.Key != 1))
        {
            var kind = (WorkerMessage)member.Key;
            var value = member.Single();
            if (kind is WorkerMessage.Log)
                _log.Write(WorkerLogLine.Read(value));
            var about = kind is WorkerMessage.Invoked or WorkerMessage.Loaded ? Wire.TextOf(Wire.Read(value)[1].Single()) : "";
            if (_expected.TryRemove($"{kind} {about}", out var waiting))
                waiting.TrySetResult(value);
        }
    }

    private Task<ReadOnlyMemory<byte>> ExpectAsync(WorkerMessage kind, string about = "")
    {
        var expected = _expected.GetOrAdd($"{kind} {about}", static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (_lost.Task is { IsCompletedSuccessfully: true, Result: var reason })
            expected.TrySetException(reason);
        return expected.Task;
    }

    private void Send(WorkerMessage kind, Wire value) => _stream.Send(new Wire().Text(1, "request").Message((int)kind, value).ToArray());

    private static async Task<T> WithinAsync<T>(Task<T> answer, string failure)
    {
        await WithinAsync((Task)answer, failure);
        return await answer;
    }

    private static async Task WithinAsync(Task answer, string failure)
    {
        if (await Task.WhenAny(answer, Task.Delay(StartLimit)) != answer)
            throw new InvalidOperationException($"The worker {failure} within {StartLimit.TotalSeconds:0} seconds.");
        await answer;
    }
}
