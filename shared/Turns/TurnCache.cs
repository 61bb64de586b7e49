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

    private readonly ConcurrentDictionary<TurnId, TurnCopy> _turns = new();

    public TurnCopy Of(TurnId turn)
    {
        if (_turns.Count > MaxTurns)
            ForgetOldest();
        return _turns.GetOrAdd(turn, static _ => new());
    }

    public void Forget(TurnId turn) => _turns.TryRemove(turn, out _);

    private void ForgetOldest()
    {
        foreach (var (turn, _) in _turns.OrderBy(static entry => entry.Value.Since).Take(MaxTurns / 4).ToList())
            _turns.TryRemove(turn, out _);
    }
}
