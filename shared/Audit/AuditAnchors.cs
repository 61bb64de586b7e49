using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>
/// Writes the heads of all chains to a place the table's writers cannot reach. Whoever cuts or regrows a chain later than that
/// contradicts an anchor.
/// </summary>
public sealed class AuditAnchors
{
    private readonly AuditTable _table;
    private readonly IAnchorStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, string> _anchored = new();

    internal AuditAnchors(Tables tables, IAnchorStore store, TimeProvider time)
    {
        _table = new(tables);
        _store = store;
        _time = time;
    }

    /// <summary>How many chains had moved.</summary>
    public async Task<int> WriteAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var written = await WriteAsync(AuditMonth.Of(now), now, cancellation);
        return now.UtcDateTime.Day == 1 ? written + await WriteAsync(AuditMonth.Of(now).Previous, now, cancellation) : written;
    }

    /// <summary>Everything ever anchored of a month, by chain.</summary>
    internal async Task<ILookup<string, AnchoredHead>> ReadAsync(AuditMonth month, CancellationToken cancellation)
    {
        var heads = new List<AnchoredHead>();
        await foreach (var content in _store.ReadAsync(month.ToString(), cancellation))
            heads.AddRange(JsonSerializer.Deserialize<Anchor>(content.Span, JsonSerializerOptions.Web)?.Heads ?? []);
        return heads.ToLookup(static head => head.Chain);
    }

    private async Task<int> WriteAsync(AuditMonth month, DateTimeOffset now, CancellationToken cancellation)
    {
        var moved = new List<AnchoredHead>();
        await foreach (var (id, hash) in _table.HeadsAsync(month, cancellation))
        {
            if (!_anchored.TryGetValue(id.Chain.Key, out var known) || known != hash)
                moved.Add(new(id.Chain.Key, id.Seq, hash));
        }

        if (moved.Count == 0)
            return 0;
        var name = string.Create(CultureInfo.InvariantCulture, $"{month}/{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{Guid.NewGuid():N}.json");
        await _store.AddAsync(name, JsonSerializer.SerializeToUtf8Bytes(new Anchor(now, moved), JsonSerializerOptions.Web), cancellation);
        foreach (var head in moved)
            _anchored[head.Chain] = head.Hash;
        return moved.Count;
    }
}
