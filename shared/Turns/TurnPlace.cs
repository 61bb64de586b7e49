using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>A reserved place for one turn, held while its message is added.</summary>
public sealed class TurnPlace : IDisposable
{
    private readonly IDisposable _passage;
    private readonly Func<TurnId, Task> _take;

    internal TurnPlace(IDisposable passage, Func<TurnId, Task> take)
    {
        _passage = passage;
        _take = take;
    }

    public Task TakeAsync(TurnId turn) => _take(turn);

    public void Dispose() => _passage.Dispose();
}

/// <summary>The places of turns that ended in this process, until their rows are deleted. They do not count towards the limit.</summary>
internal sealed class PlacesToDelete
{
    private readonly ConcurrentDictionary<SubjectId, ImmutableHashSet<TurnId>> _ended = new();

    public ImmutableHashSet<TurnId> Of(SubjectId speaker) => _ended.GetValueOrDefault(speaker, []);

    public bool Has(SubjectId speaker, TurnId turn) => Of(speaker).Contains(turn);

    public void Add(SubjectId speaker, TurnId turn) =>
        _ended.AddOrUpdate(speaker, static (_, turn) => [turn], static (_, those, turn) => those.Add(turn), turn);

    public void Remove(SubjectId speaker, IReadOnlyCollection<TurnId> turns)
    {
        var left = _ended.AddOrUpdate(speaker, static (_, _) => [], static (_, those, gone) => those.Except(gone), turns);
        if (left.IsEmpty)
            _ended.TryRemove(new(speaker, left));
    }
}

/// <summary>The state of a turn in its speaker's semaphore: it acts, waits for a confirmation, or queues for a place.</summary>
internal enum PlaceState
{
    Acting,
    Waiting,
    Queued,
}
