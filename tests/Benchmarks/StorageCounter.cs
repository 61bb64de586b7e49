using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Onbehalf.Benchmarks;

/// <summary>Counts requests to the table store by table and method, from the HTTP client's own diagnostics.</summary>
internal sealed partial class StorageCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly List<IDisposable> _subscriptions = [];

    public StorageCounter() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void Reset() => _counts.Clear();

    public IReadOnlyDictionary<string, int> Read() => _counts.ToDictionary();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != "System.Net.Http.HttpRequestOut.Start" || value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is not HttpRequestMessage request)
            return;
        if (request.RequestUri is { } uri && TablePath().Match(uri.AbsolutePath) is { Success: true } path)
            _counts.AddOrUpdate($"{request.Method.Method,-6} {path.Groups["table"].Value}", 1, static (_, count) => count + 1);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    [GeneratedRegex(@"^/onbehalf/(?<table>\$batch|[A-Za-z0-9]+)")]
    private static partial Regex TablePath();
}
