using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Onbehalf.Benchmarks;

/// <summary>Counts requests to the store (tables, queues, blobs) by resource and method, from the HTTP client's own diagnostics.</summary>
internal sealed partial class StorageCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>Bytes; an answer of a queue without a message is shorter.</summary>
    private const int EmptyPoll = 120;

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly List<IDisposable> _subscriptions = [];

    public StorageCounter() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void Reset() => _counts.Clear();

    public IReadOnlyDictionary<string, int> Read() => _counts.ToDictionary();

    /// <summary>Those of the task hub's tables, queues and blobs are the engine's, the local host's timer row included.</summary>
    public static bool IsEngine(string kind) => kind.Contains(" hub", StringComparison.OrdinalIgnoreCase);

    /// <summary>A look at a queue that was empty: its price depends on the polling interval, not on the work.</summary>
    public static bool IsPoll(string kind) => kind.StartsWith("POLL", StringComparison.Ordinal);

    public static bool IsStorage(HttpRequestMessage request) => ResourcePath().IsMatch(request.RequestUri!.AbsolutePath);

    /// <summary>Method and resource; a batch is named by its table, a request elsewhere by its address.</summary>
    public static string Kind(HttpRequestMessage request) => ResourcePath().Match(request.RequestUri!.AbsolutePath).Groups["resource"].Value switch
    {
        "$batch" => $"BATCH  {TableOf(request)}",
        "" => $"{request.Method.Method,-6} {request.RequestUri}",
        var resource => $"{request.Method.Method,-6} {resource}",
    };

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        var isStart = value.Key == "System.Net.Http.HttpRequestOut.Start";
        if (!isStart && value.Key != "System.Net.Http.HttpRequestOut.Stop")
            return;
        if (Property<HttpRequestMessage>(value.Value, "Request") is not { RequestUri: { } uri } request || ResourcePath().Match(uri.AbsolutePath) is not { Success: true } path)
            return;
        // A look at a queue is told apart by its answer, everything else by its request, whose content may be gone afterwards.
        var isLook = request.Method == HttpMethod.Get && uri.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal);
        if (isLook == isStart)
            return;
        var kind = isLook && Property<HttpResponseMessage>(value.Value, "Response") is { } answer && IsEmpty(answer.Content) ? $"POLL   {path.Groups["resource"].Value}" : Kind(request);
        _counts.AddOrUpdate(kind, 1, static (_, count) => count + 1);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(static subscription => subscription.Dispose());

    private static T? Property<T>(object? payload, string name)
        where T : class => payload?.GetType().GetProperty(name)?.GetValue(payload) as T;

    /// <summary>A chunked answer states no length. Buffering it takes nothing from its reader.</summary>
    private static bool IsEmpty(HttpContent content)
    {
        content.LoadIntoBufferAsync().GetAwaiter().GetResult();
        return content.Headers.ContentLength < EmptyPoll;
    }

    /// <summary>A batch names its table inside; its content is bytes in memory, so reading it does not take it from the sender.</summary>
    private static string TableOf(HttpRequestMessage request) =>
        request.Content is { } content && InBatch().Match(content.ReadAsStringAsync().GetAwaiter().GetResult()) is { Success: true } match ? match.Groups["table"].Value : "?";

    [GeneratedRegex(@"http://[^ ]*?/onbehalf/(?<table>[A-Za-z0-9]+)")]
    private static partial Regex InBatch();

    [GeneratedRegex(@"^/onbehalf/(?<resource>\$batch|[A-Za-z0-9-]+)")]
    private static partial Regex ResourcePath();
}
