using System.Collections.Concurrent;
using System.Diagnostics;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>Every HTTP request that the process sends, and every command to PostgreSQL: its start and its duration in milliseconds, in order of time.</summary>
internal sealed class RequestTimeline : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const int Shown = 160;

    private readonly ConcurrentDictionary<HttpRequestMessage, (long Start, string What)> _open = new();
    private readonly ConcurrentQueue<(long Start, double Took, string What)> _done = new();
    private readonly ActivityListener _queries;
    private readonly List<IDisposable> _subscriptions = [];

    public RequestTimeline()
    {
        _queries = new()
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = one => _done.Enqueue(
                (Stopwatch.GetTimestamp() - (long)(one.Duration.TotalSeconds * Stopwatch.Frequency), one.Duration.TotalMilliseconds, $"SQL    {Text(one)}")),
        };
        ActivitySource.AddActivityListener(_queries);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Runs an act and prints what it sent.</summary>
    public async Task ShowAsync(string name, Func<Task> act)
    {
        _done.Clear();
        var start = Stopwatch.GetTimestamp();
        await act();
        Console.WriteLine($"{name}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms");
        foreach (var (from, took, what) in _done.OrderBy(static done => done.Start))
            Console.WriteLine($"    {(from - start) * 1000.0 / Stopwatch.Frequency,8:F1}  {took,6:F1}  {what}");
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
            _done.Enqueue((open.Start, Stopwatch.GetElapsedTime(open.Start).TotalMilliseconds, open.What));
    }

    /// <summary>Method, table, and the kinds of the rows. Reads the content at the start, because the sender disposes it.</summary>
    private static string Describe(HttpRequestMessage request) =>
        StorageCounter.IsStorage(request) ? $"{StorageCounter.Kind(request),-40} {StorageRequests.KindsOf(request)}" : StorageCounter.Kind(request);

    private static string Text(Activity query)
    {
        var text = string.Join(' ', $"{query.GetTagItem("db.query.text") ?? query.GetTagItem("db.statement") ?? query.DisplayName}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text[..Math.Min(text.Length, Shown)];
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        _queries.Dispose();
        _subscriptions.ForEach(static subscription => subscription.Dispose());
    }
}
