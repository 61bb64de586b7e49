using System.Diagnostics;

namespace Onbehalf.Tests.Fixtures;

/// <summary>Counts the requests of this process to the tables of one prefix, whoever makes them. Batches carry their table inside and are not counted.</summary>
internal sealed class TableRequests : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    public TableRequests(Storage.Tables tables)
    {
        // Of the app's own tables: the task hub's begin with another word, and another app's prefix may begin with this one.
        var prefix = $"/{tables.Events.Name[..^"events".Length]}";
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("url.full") is string url && url.IndexOf(prefix, StringComparison.OrdinalIgnoreCase) is >= 0 and var at && !char.IsAsciiDigit(url.ElementAtOrDefault(at + prefix.Length)))
                    Interlocked.Increment(ref _count);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => _count;

    public void Reset() => Interlocked.Exchange(ref _count, 0);

    public void Dispose() => _listener.Dispose();
}
