using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Onbehalf.Sources.Policy;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// A cache of a few snapshots. The key consists of the permissions (with the person's claims compiled in) and the state of the file. The least
/// recently used entry is evicted first; its memory is freed as soon as no query uses it.
/// </summary>
internal sealed class SnapshotCache(SqliteSettings settings, int mostRows) : IDisposable
{
    private const int Most = 16;
    private const long MostBytes = 256L * 1024 * 1024;

    /// <summary>The schema name of the attached file while a snapshot is built. It is random, so that no text can name it.</summary>
    private readonly string _schema = $"s{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
    private readonly Lock _door = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _clock;

    public string Schema => _schema;

    /// <summary>Returns an entry, which the caller must leave again. Its first user builds the snapshot.</summary>
    public Entry Enter(ImmutableArray<PermittedTable> tables)
    {
        var key = Key(tables);
        lock (_door)
        {
            if (!_entries.TryGetValue(key, out var entry))
                _entries[key] = entry = new(key, new(() => Snapshot.Build(settings.Path, _schema, tables, mostRows)));
            entry.Askers++;
            entry.Used = ++_clock;
            return entry;
        }
    }

    public void Leave(Entry entry)
    {
        lock (_door)
        {
            entry.Askers--;
            if (!entry.Snapshot.IsValueCreated)
                Drop(entry);
            while (_entries.Count > 1 && (_entries.Count > Most || _entries.Values.Sum(static one => one.Bytes) > MostBytes))
                Drop(_entries.Values.MinBy(static one => one.Used)!);
            if (entry is { IsDropped: true, Askers: 0 })
                entry.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_door)
        {
            foreach (var entry in _entries.Values.ToList())
                Drop(entry);
        }
    }

    private void Drop(Entry entry)
    {
        if (_entries.GetValueOrDefault(entry.Key) == entry)
            _entries.Remove(entry.Key);
        entry.IsDropped = true;
        if (entry.Askers == 0)
            entry.Dispose();
    }

    private string Key(ImmutableArray<PermittedTable> tables)
    {
        var wal = new FileInfo(settings.Path + "-wal");
        var file = new FileInfo(settings.Path);
        var state = $"{file.Length}/{file.LastWriteTimeUtc.Ticks}/{(wal.Exists ? $"{wal.Length}/{wal.LastWriteTimeUtc.Ticks}" : "")}/";
        return Convert.ToHexString(SHA256.HashData([.. Encoding.UTF8.GetBytes(state), .. JsonSerializer.SerializeToUtf8Bytes(tables)]));
    }

    internal sealed class Entry(string key, Lazy<Snapshot> snapshot) : IDisposable
    {
        public string Key => key;

        public Lazy<Snapshot> Snapshot => snapshot;

        public int Askers { get; set; }

        public long Used { get; set; }

        public bool IsDropped { get; set; }

        public long Bytes => snapshot.IsValueCreated ? snapshot.Value.Bytes : 0;

        public void Dispose()
        {
            if (snapshot.IsValueCreated)
                snapshot.Value.Dispose();
        }
    }
}
