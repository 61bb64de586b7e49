using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>
/// Writes the heads of all chains to a store that the table's writers cannot reach. A chain that is truncated or rewritten later contradicts an
/// anchor. A head that the app did not write is not anchored.
/// </summary>
public sealed partial class AuditAnchors
{
    private readonly AuditTable _table;
    private readonly IAnchorStore _store;
    private readonly AuditMacKeys _keys;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditAnchors> _log;
    private readonly ConcurrentDictionary<string, string> _anchored = new();

    internal AuditAnchors(Tables tables, IAnchorStore store, AuditMacKeys keys, TimeProvider time, ILogger<AuditAnchors> log)
    {
        _table = new(tables);
        _store = store;
        _keys = keys;
        _time = time;
        _log = log;
    }

    /// <summary>The number of chains that changed.</summary>
    public async Task<int> WriteAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var written = await WriteAsync(AuditMonth.Of(now), now, cancellation);
        return now.UtcDateTime.Day == 1 ? written + await WriteAsync(AuditMonth.Of(now).Previous, now, cancellation) : written;
    }

    /// <summary>Returns every anchor of a month, by chain.</summary>
    internal async Task<ILookup<string, AnchoredHead>> ReadAsync(AuditMonth month, CancellationToken cancellation)
    {
        var heads = new List<AnchoredHead>();
        await foreach (var content in _store.ReadAsync(month.ToString(), cancellation))
        {
            if (JsonSerializer.Deserialize<Anchor>(content.Span, JsonSerializerOptions.Web) is { } anchor)
                heads.AddRange(anchor.Heads.Select(head => head with { At = anchor.At }));
        }

        return heads.ToLookup(static head => head.Chain);
    }

    private async Task<int> WriteAsync(AuditMonth month, DateTimeOffset now, CancellationToken cancellation)
    {
        var moved = new List<AnchoredHead>();
        await foreach (var (id, row) in _table.HeadsAsync(month, cancellation))
        {
            if (_anchored.TryGetValue(id.Chain.Key, out var known) && known == row.Hash)
                continue;
            if (await _keys.OriginOfAsync(row, cancellation) is AuditOrigin.App or AuditOrigin.OlderThanTheKey)
                moved.Add(new(id.Chain.Key, id.Seq, row.Hash));
            else
                Log.Stranger(_log, id.Value);
        }

        if (moved.Count == 0)
            return 0;
        var name = string.Create(CultureInfo.InvariantCulture, $"{month}/{now.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{Guid.NewGuid():N}.json");
        await _store.AddAsync(name, JsonSerializer.SerializeToUtf8Bytes(new Anchor(now, moved), JsonSerializerOptions.Web), cancellation);
        foreach (var head in moved)
            _anchored[head.Chain] = head.Hash;
        return moved.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Critical, "ALARM: the audit row {Id} is not one that the app wrote, so it is not anchored.")]
        public static partial void Stranger(ILogger logger, string id);
    }
}

/// <summary>Evidence that a chain had a record with this number and hash at a known time.</summary>
internal sealed record AnchoredHead(string Chain, long Seq, string Hash)
{
    /// <summary>The time of the anchor.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>The heads that changed after the previous anchor.</summary>
internal sealed record Anchor(DateTimeOffset At, IReadOnlyList<AnchoredHead> Heads);
