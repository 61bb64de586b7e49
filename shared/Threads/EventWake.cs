using System.Collections.Concurrent;
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
