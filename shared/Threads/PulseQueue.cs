using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>The undelivered pulses of one stream, deduplicated. The queue of a slow client is therefore bounded.</summary>
internal sealed class PulseQueue(Action<PulseQueue> leave) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Dictionary<(string, Ids.SubjectId?), Pulse> _waiting = [];

    public void Add(Pulse pulse)
    {
        lock (_gate)
        {
            _waiting[(pulse.What, pulse.Person)] = pulse;
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }

    /// <summary>Returns the pulses, or an empty list after the timeout.</summary>
    public async Task<IReadOnlyList<Pulse>> TakeAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        await _signal.WaitAsync(atMost, cancellation);
        lock (_gate)
        {
            Pulse[] taken = [.. _waiting.Values];
            _waiting.Clear();
            return taken;
        }
    }

    /// <summary>Unsubscribes first, so that no pulse is added to a disposed queue.</summary>
    public void Dispose()
    {
        leave(this);
        _signal.Dispose();
    }
}

/// <summary>
/// A change notice with ids and no content. A null <paramref name="Person"/> addresses all members of a thread. The receiver reads the current
/// state. <paramref name="Number"/> is this process's pulse counter.
/// </summary>
internal sealed record Pulse(string What, SubjectId? Person, long Number = 0)
{
    /// <summary>
    /// The value of <see cref="What"/> for a person's inbox. Other values are the id of a room or thread, or a marked thread id for streams only.
    /// </summary>
    public const string Inbox = "inbox";

    private const char Separator = '@';
    private const char StreamsOnly = '~';

    public bool IsOfStreams => What.StartsWith(StreamsOnly);

    /// <summary>The id of the changed thread. For a pulse without a person, <see cref="What"/> is always a thread.</summary>
    public string? Thread => Person is null ? What.TrimStart(StreamsOnly) : null;

    public static string OfStreams(ThreadId thread) => StreamsOnly + thread.Value;

    public string Write() => Person is { } person ? $"{What}{Separator}{person}" : What;

    public static Pulse Read(string text) => text.Split(Separator) is [var what, var person] ? new(what, SubjectId.Parse(person)) : new(text, Person: null);
}
