using System.Collections.Concurrent;

namespace Onbehalf.Data.Lineage;

/// <summary>Remembers what a text touches, for one person's pool and at most a minute. Lives and dies with the pool.</summary>
internal sealed class LineageCache(TimeProvider time)
{
    private const int Most = 200;

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (LineageResult Result, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    public LineageResult? Find(string sql) => _known.TryGetValue(sql, out var entry) && time.GetUtcNow() - entry.At < Life ? entry.Result : null;

    public void Remember(string sql, LineageResult result)
    {
        if (result is LineageResult.Unknown)
            return;
        if (_known.Count >= Most)
            _known.Clear();
        _known[sql] = (result, time.GetUtcNow());
    }
}
