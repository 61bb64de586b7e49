using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

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
