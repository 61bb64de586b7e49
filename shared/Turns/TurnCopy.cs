using System.Collections.Concurrent;

namespace Onbehalf.Turns;

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
