using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Fixtures;

/// <summary>
/// The requests of this process to one app's tables, in order, each by its method, its table and the kinds of its row keys. A batch is one request.
/// </summary>
internal sealed partial class StorageRequests : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentQueue<(string What, string Text)> _made = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly string _prefix;

    public StorageRequests(Storage.Tables tables)
    {
        _prefix = tables.Events.Name[..^"events".Length];
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Those that name one of these ids: of a thread, a turn, a person.</summary>
    public List<string> About(params string[] ids) =>
        [.. _made.Where(made => ids.Any(id => made.Text.Contains(id, StringComparison.Ordinal))).Select(static made => made.What)];

    public void Reset() => _made.Clear();

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != "System.Net.Http.HttpRequestOut.Start" || value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is not HttpRequestMessage { RequestUri: { } uri } request)
            return;
        var isBatch = uri.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal);
        if (!isBatch && !uri.AbsolutePath.Contains(_prefix, StringComparison.OrdinalIgnoreCase))
            return;
        var text = TextOf(request);
        if (Table().Matches(text).Select(TableOf).OfType<string>().FirstOrDefault() is { } table)
            _made.Enqueue(($"{(isBatch ? "BATCH" : request.Method.Method)} {table} {KindsOf(text)}", text));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    /// <summary>The storage client keeps its content in memory, so reading it here does not consume it.</summary>
    private static string TextOf(HttpRequestMessage request) =>
        Uri.UnescapeDataString($"{request.RequestUri} {request.Content?.ReadAsStringAsync().GetAwaiter().GetResult()}");

    private string? TableOf(Match match) =>
        match.Groups["table"].Value is var name && name.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase) && !char.IsAsciiDigit(name[_prefix.Length]) ? name[_prefix.Length..] : null;

    /// <summary>The kinds of the row keys in a request to a table; <c>query</c> for a query.</summary>
    public static string KindsOf(HttpRequestMessage request) => KindsOf(TextOf(request));

    private static string KindsOf(string text) => text.Contains("$filter", StringComparison.Ordinal)
        ? "query"
        : string.Join(' ', Row().Matches(text).Select(static match => match.Groups["key"].Value).Select(static key => char.IsAsciiDigit(key[0]) ? "number" : key.Split('-')[0]).Distinct());

    [GeneratedRegex(@"/onbehalf/(?<table>[A-Za-z0-9]{4,})")]
    private static partial Regex Table();

    [GeneratedRegex("RowKey(='|\":\")(?<key>[^'\"]+)")]
    private static partial Regex Row();
}
