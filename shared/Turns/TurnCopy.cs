using System.Collections.Concurrent;

namespace Onbehalf.Turns;

/// <summary>One turn's opened entries, and what the conversation looked like to its speaker when it began.</summary>
public sealed class TurnCopy
{
    public long Since { get; } = Environment.TickCount64;

    /// <summary>When this process last wrote something of the turn; null where it only read.</summary>
    public long? WrittenAt { get; private set; }

    public ConcurrentDictionary<string, byte[]> Entries { get; } = new();

    /// <summary>The rows that go when the turn ends.</summary>
    public ConcurrentDictionary<string, byte> Passing { get; } = new();

    /// <summary>True once this process knows everything storage holds of the turn: it began the turn, or has read it.</summary>
    public bool Complete { get; set; }

    /// <summary>True once a write found the turn ended: its reply is posted, and nothing more is asked or read for it.</summary>
    public bool HasEnded { get; set; }

    public TurnState? State { get; set; }

    public RememberedConversation? Conversation { get; set; }

    public void Write() => WrittenAt = Environment.TickCount64;
}

/// <summary>Holds for a moment, as long as the speaker's rights are the ones it was assembled with.</summary>
public sealed record RememberedConversation(string Version, DateTimeOffset ConfirmedAt, Conversation Conversation);
