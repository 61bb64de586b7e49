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

    /// <summary>Of the table store's own requests, those of the task hub are the engine's.</summary>
    public static bool IsEngine(string kind) => kind.Contains(" hub", StringComparison.Ordinal);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != "System.Net.Http.HttpRequestOut.Start" || value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is not HttpRequestMessage request)
            return;
        if (request.RequestUri is not { } uri || TablePath().Match(uri.AbsolutePath) is not { Success: true } path)
            return;
        var table = path.Groups["table"].Value;
        var kind = table == "$batch" ? $"BATCH  {TableOf(request)}" : $"{request.Method.Method,-6} {table}";
        _counts.AddOrUpdate(kind, 1, static (_, count) => count + 1);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    /// <summary>A batch names its table inside; its content is bytes in memory, so reading it does not take it from the sender.</summary>
    private static string TableOf(HttpRequestMessage request) =>
        request.Content is { } content && InBatch().Match(content.ReadAsStringAsync().GetAwaiter().GetResult()) is { Success: true } match ? match.Groups["table"].Value : "?";

    [GeneratedRegex(@"http://[^ ]*?/onbehalf/(?<table>[A-Za-z0-9]+)")]
    private static partial Regex InBatch();

    [GeneratedRegex(@"^/onbehalf/(?<table>\$batch|[A-Za-z0-9]+)")]
    private static partial Regex TablePath();
}
