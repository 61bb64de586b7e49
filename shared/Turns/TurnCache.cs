using System.Collections.Concurrent;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// A cache of the decrypted working sets of turns that this process executes. A step need not read and decrypt entries of the previous step. The
/// storage is authoritative; a process that takes over a turn starts with an empty cache.
/// </summary>
public sealed class TurnCache
{
    private const int MaxTurns = 512;
    private const long TakenOverMilliseconds = 30_000;

    /// <summary>Half of <see cref="StreamTimes.Silent"/>: streams at other instances that heard of a turn look often until then.</summary>
    private const long ToldMilliseconds = 30_000;

    private readonly ConcurrentDictionary<TurnId, TurnCopy> _turns = new();

    public TurnCopy Of(TurnId turn)
    {
        if (_turns.Count > MaxTurns)
            ForgetOldest();
        return _turns.GetOrAdd(turn, static _ => new());
    }

    /// <summary>
    /// Returns true if this process probably executes the turn, because it wrote to it recently. Another process can take a turn over.
    /// </summary>
    public bool IsWrittenHere(TurnId turn) =>
        _turns.TryGetValue(turn, out var copy) && copy.WrittenAt is { } at && Environment.TickCount64 - at < TakenOverMilliseconds;

    /// <summary>
    /// Notifies streams at other instances that the turn continues, unless they were notified recently. A notified stream polls often for a minute.
    /// </summary>
    internal void TellStreams(TurnState turn, Pulses pulses)
    {
        var copy = Of(turn.Id);
        var now = Environment.TickCount64;
        if (copy.ToldAt is { } at && now - at < ToldMilliseconds)
            return;
        copy.ToldAt = now;
        pulses.TouchStreams(turn.Thread);
    }

    public void Forget(TurnId turn) => _turns.TryRemove(turn, out _);

    private void ForgetOldest()
    {
        foreach (var (turn, _) in _turns.OrderBy(static entry => entry.Value.Since).Take(MaxTurns / 4).ToList())
            _turns.TryRemove(turn, out _);
    }
}
