using System.Collections.Concurrent;
using System.Diagnostics;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>Every HTTP request that the process sends during one turn: its start and its duration in milliseconds, in order of time.</summary>
internal sealed class TurnTimeline : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const int WarmUp = 30;
    private const int Shown = 3;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<HttpRequestMessage, (long Start, string What)> _open = new();
    private readonly ConcurrentQueue<(long Start, long End, string Request)> _done = new();
    private readonly List<IDisposable> _subscriptions = [];

    private TurnTimeline() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public static async Task RunAsync(InProcessApp app)
    {
        var client = await app.AsAsync("bob");
        var thread = await TurnBenchmark.ThreadAsync(client);
        await TurnBenchmark.RunAsync(client, thread, WarmUp);
        using var timeline = new TurnTimeline();
        for (var i = 0; i < Shown; i++)
        {
            await Task.Delay(Apart);
            timeline._done.Clear();
            var start = Stopwatch.GetTimestamp();
            var took = (await TurnBenchmark.RunAsync(client, thread, 1))[0];
            Console.WriteLine($"one turn: {took:F1} ms");
            foreach (var (from, to, request) in timeline._done.OrderBy(static done => done.Start))
                Console.WriteLine($"    {Stopwatch.GetElapsedTime(start, from).TotalMilliseconds,8:F1}  {Stopwatch.GetElapsedTime(from, to).TotalMilliseconds,6:F1}  {request}");
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is not HttpRequestMessage request)
            return;
        if (value.Key == "System.Net.Http.HttpRequestOut.Start")
            _open[request] = (Stopwatch.GetTimestamp(), Describe(request));
        else if (value.Key == "System.Net.Http.HttpRequestOut.Stop" && _open.TryRemove(request, out var open))
            _done.Enqueue((open.Start, Stopwatch.GetTimestamp(), open.What));
    }

    /// <summary>Method, table, and the kinds of the rows. Reads the content at the start, because the sender disposes it.</summary>
    private static string Describe(HttpRequestMessage request) =>
        StorageCounter.IsStorage(request) ? $"{StorageCounter.Kind(request),-40} {StorageRequests.KindsOf(request)}" : StorageCounter.Kind(request);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());
}
