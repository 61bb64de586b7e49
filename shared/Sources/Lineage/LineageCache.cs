using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// A cache of the lineage of texts, for one person's pool. A query uses an entry only if its own transaction reads the same catalogue
/// fingerprint, so an entry is never stale.
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

/// <paramref name="Snapshot"/>: the snapshot in which the fingerprint was last unchanged. Equal snapshots see the same database. For a database
/// without writes (<paramref name="IsQuiet"/>), a comparison of snapshots is therefore enough.
/// <paramref name="Rows"/>: the number of rows of the last complete result through a cursor. Such a result shows that a cursor accepts the text.
internal sealed record KnownLineage(
    LineageResult Result, string Names, ImmutableArray<uint> Relations, string Stamp, string? Snapshot = null, bool IsQuiet = false, int? Rows = null)
{
    /// <summary>Returns whether the text is expected to return far fewer rows than the limit, so that it needs no cursor.</summary>
    public bool ExpectsFewRows(int limit) => Rows <= limit / 2;

    public string Check => IsQuiet ? "SELECT pg_current_snapshot()::text, NULL" : LineageStamp.Query(Names, LineageStamp.List(Relations));

    /// <summary>Returns this entry after a successful check, or null if it is stale.</summary>
    public KnownLineage? After(string snapshot, string? stamp) => IsQuiet
        ? snapshot == Snapshot ? this : null
        : stamp == Stamp ? this with { Snapshot = snapshot, IsQuiet = snapshot == Snapshot } : null;
}
