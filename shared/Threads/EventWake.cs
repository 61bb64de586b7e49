using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>The wait handle of one stream. A wait ends with a new event or whisper in this process, or with its timeout.</summary>
public sealed class EventWake : IDisposable
{
    /// <summary>Limit of undelivered whispers per stream; further ones are dropped.</summary>
    private const int MostWhispers = 50;

    private readonly Action<EventWake> _leave;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly ConcurrentQueue<string> _whispers = new();
    private int _isNew;

    internal EventWake(SubjectId reader, Action<EventWake> leave)
    {
        Reader = reader;
        _leave = leave;
    }

    internal SubjectId Reader { get; }

    /// <summary>Returns false after a timeout or a whisper, if the log has no new event.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        await _signal.WaitAsync(atMost, cancellation);
        while (_signal.CurrentCount > 0)
            await _signal.WaitAsync(Timeout.Infinite, cancellation);
        return Interlocked.Exchange(ref _isNew, 0) == 1;
    }

    public bool HasWhispers => !_whispers.IsEmpty;

    /// <summary>Dequeues the whispers. They are transient and never stored.</summary>
    public IEnumerable<string> Whispered()
    {
        while (_whispers.TryDequeue(out var whisper))
            yield return whisper;
    }

    public void Dispose()
    {
        _leave(this);
        _signal.Dispose();
    }

    internal void Whisper(string json)
    {
        if (_whispers.Count >= MostWhispers)
            return;
        _whispers.Enqueue(json);
        Signal();
    }

    internal void Wake()
    {
        Interlocked.Exchange(ref _isNew, 1);
        Signal();
    }

    private void Signal()
    {
        try
        {
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
        catch (ObjectDisposedException)
        {
            // The stream was disposed between lookup and wake-up.
        }
    }
}

/// <summary>The waiting streams of this process, by thread.</summary>
internal sealed class EventWakes
{
    private readonly ConcurrentDictionary<ThreadId, ImmutableList<EventWake>> _sleepers = new();

    public EventWake Listen(ThreadId thread, SubjectId reader)
    {
        var wake = new EventWake(reader, left => Leave(thread, left));
        _sleepers.AddOrUpdate(thread, [wake], (_, others) => others.Add(wake));
        return wake;
    }

    public void Wake(ThreadId thread)
    {
        if (!_sleepers.TryGetValue(thread, out var wakes))
            return;
        foreach (var wake in wakes)
            wake.Wake();
    }

    /// <summary>Sends a whisper to all other listeners of the thread. Returns false if the speaker has no listener here.</summary>
    public bool Whisper(ThreadId thread, SubjectId speaker, string json)
    {
        if (!_sleepers.TryGetValue(thread, out var wakes) || wakes.All(wake => wake.Reader != speaker))
            return false;
        foreach (var wake in wakes.Where(wake => wake.Reader != speaker))
            wake.Whisper(json);
        return true;
    }

    private void Leave(ThreadId thread, EventWake wake)
    {
        var others = _sleepers.AddOrUpdate(thread, [], (_, all) => all.Remove(wake));
        if (others.IsEmpty)
            _sleepers.TryRemove(KeyValuePair.Create(thread, others));
    }
}
