using System.Collections.Concurrent;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>
/// The opened working sets of turns this process is running, so that a step need not read and unseal what the step before it wrote.
/// Only a copy: storage decides, and a process that takes a turn over starts with an empty memory.
/// </summary>
public sealed class TurnCache
{
    private const int MaxTurns = 512;
    private const long TakenOverMilliseconds = 30_000;

    private readonly ConcurrentDictionary<TurnId, TurnCopy> _turns = new();

    public TurnCopy Of(TurnId turn)
    {
        if (_turns.Count > MaxTurns)
            ForgetOldest();
        return _turns.GetOrAdd(turn, static _ => new());
    }

    /// <summary>
    /// Whether this process runs the turn, as far as it can know: it wrote something of it a moment ago. Another process can take a turn over.
    /// </summary>
    public bool IsWrittenHere(TurnId turn) => _turns.TryGetValue(turn, out var copy) && copy.WrittenAt is { } at && Environment.TickCount64 - at < TakenOverMilliseconds;

    public void Forget(TurnId turn) => _turns.TryRemove(turn, out _);

    private void ForgetOldest()
    {
        foreach (var (turn, _) in _turns.OrderBy(static entry => entry.Value.Since).Take(MaxTurns / 4).ToList())
            _turns.TryRemove(turn, out _);
    }
}
