using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Collections.Immutable;
using Onbehalf.Data.Policy;

namespace Onbehalf.Data.Sqlite;

/// <summary>Keeps a few snapshots, keyed by what is permitted (with the person's claims compiled in) and by the state of the file.</summary>
internal sealed class SnapshotCache(SqliteSettings settings, int mostRows) : IDisposable
{
    private const int Most = 16;

    /// <summary>The name of the attached file while a snapshot is made; random, so that no text can name it.</summary>
    private readonly string _schema = $"s{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
    private readonly ConcurrentDictionary<string, Entry> _snapshots = new(StringComparer.Ordinal);
    private long _clock;

    public string Schema => _schema;

    public Snapshot Get(ImmutableArray<PermittedTable> tables)
    {
        var key = Key(tables);
        var entry = _snapshots.GetOrAdd(key, _ => new(new(() => Snapshot.Build(settings.Path, _schema, tables, mostRows))));
        entry.Used = Interlocked.Increment(ref _clock);
        while (_snapshots.Count > Most)
            _snapshots.TryRemove(_snapshots.MinBy(static s => s.Value.Used));
        try
        {
            return entry.Snapshot.Value;
        }
        catch
        {
            _snapshots.TryRemove(new(key, entry));
            throw;
        }
    }

    /// <summary>Evicted snapshots are left to their handles' finalizers: a statement may still be running in one.</summary>
    public void Dispose() => _snapshots.Clear();

    private string Key(ImmutableArray<PermittedTable> tables)
    {
        var wal = new FileInfo(settings.Path + "-wal");
        var file = new FileInfo(settings.Path);
        var state = $"{file.Length}/{file.LastWriteTimeUtc.Ticks}/{(wal.Exists ? $"{wal.Length}/{wal.LastWriteTimeUtc.Ticks}" : "")}/";
        return Convert.ToHexString(SHA256.HashData([.. Encoding.UTF8.GetBytes(state), .. JsonSerializer.SerializeToUtf8Bytes(tables)]));
    }

    private sealed class Entry(Lazy<Snapshot> snapshot)
    {
        public Lazy<Snapshot> Snapshot { get; } = snapshot;

        public long Used { get; set; }
    }
}
