using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// What texts touch, for one person's pool. An entry counts only for a query whose own transaction read the same fingerprint of the catalogue, so it
/// never outlives anything that it was computed from.
/// </summary>
internal sealed class LineageCache
{
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, KnownLineage> _known = new(StringComparer.Ordinal);

    public KnownLineage? Find(string sql) => _known.GetValueOrDefault(sql);

    public void Keep(string sql, KnownLineage known)
    {
        if (_known.Count >= Most)
            _known.Clear();
        _known[sql] = known;
    }

    public void Forget(string sql) => _known.TryRemove(sql, out _);
}

/// <summary>
/// <paramref name="Snapshot"/>: in which the fingerprint was last found unchanged. Equal snapshots see the same database, so on one that nobody writes to
/// (<paramref name="IsQuiet"/>) comparing them is enough.
/// </summary>
internal sealed record KnownLineage(LineageResult Result, string Names, ImmutableArray<uint> Relations, string Stamp, string? Snapshot = null, bool IsQuiet = false)
{
    public string Check => IsQuiet ? "SELECT pg_current_snapshot()::text, NULL" : LineageStamp.Query(Names, LineageStamp.List(Relations));

    /// <summary>This entry after a check, or null when it no longer holds.</summary>
    public KnownLineage? After(string snapshot, string? stamp) => IsQuiet
        ? snapshot == Snapshot ? this : null
        : stamp == Stamp ? this with { Snapshot = snapshot, IsQuiet = snapshot == Snapshot } : null;
}
