using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>The unencrypted state of a turn: ids, names and status. A turn with a <paramref name="Run"/> is unattended.</summary>
public sealed record TurnState(
    TurnId Id,
    ThreadId Thread,
    MessageId Message,
    Subject Speaker,
    TurnStatus Status,
    DateTimeOffset StartedAt,
    string? Refusal = null,
    string? RefusalCode = null,
    MessageId? Reply = null,
    RunId? Run = null)
{
    /// <summary>The chain of runs above <see cref="Run"/>, from the triggered run down.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];
}

public enum TurnStatus
{
    Running,
    Waiting,
    Completed,
    Refused,
    Failed,
    Stopped,
}

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

/// <summary>The cached entries and conversation of one turn.</summary>
public sealed class TurnCopy
{
    public long Since { get; } = Environment.TickCount64;

    /// <summary>The time of this process's last write to the turn; null if it only read.</summary>
    public long? WrittenAt { get; private set; }

    public ConcurrentDictionary<string, byte[]> Entries { get; } = new();

    /// <summary>The rows that are deleted at the end of the turn.</summary>
    public ConcurrentDictionary<string, byte> Passing { get; } = new();

    /// <summary>True if the cache has all stored rows of the turn, because this process started the turn or has read it.</summary>
    public bool Complete { get; set; }

    /// <summary>True if a write found that the turn has ended. Its reply is posted, and no further requests or reads follow.</summary>
    public bool HasEnded { get; set; }

    public TurnState? State { get; set; }

    /// <summary>The time of the last notice to other instances about this turn, in milliseconds of the process; null if there was none here.</summary>
    public long? ToldAt { get; set; }

    public RememberedConversation? Conversation { get; set; }

    public void Write() => WrittenAt = Environment.TickCount64;
}

/// <summary>A cached conversation. It is valid for a short time, for the speaker's permissions at its assembly.</summary>
public sealed record RememberedConversation(string Version, DateTimeOffset ConfirmedAt, Conversation Conversation)
{
    /// <summary>Null where it has images: those of hundreds of turns would fill the memory.</summary>
    public static RememberedConversation? Of(string version, DateTimeOffset confirmedAt, Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return conversation.Lines.Any(static line => line.Image is not null) ? null : new(version, confirmedAt, conversation);
    }
}
