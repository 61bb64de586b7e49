using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Visibility;

namespace Onbehalf.Threads;

/// <summary>
/// An event of a thread. All events of a running turn are for its speaker only, so the factory methods require the speaker. Other members learn
/// only that the agent is answering. They read a message through <see cref="AnswerVisibility"/>.
/// </summary>
public sealed record ThreadEvent
{
    private ThreadEvent(ThreadEventKind kind, SubjectId? audience, MessageId? message, TurnId? turn, string? body)
    {
        Kind = kind;
        Audience = audience;
        Message = message;
        Turn = turn;
        Body = body;
    }

    public ThreadEventKind Kind { get; }

    /// <summary>The only recipient; null for all members.</summary>
    public SubjectId? Audience { get; }

    public MessageId? Message { get; }

    public TurnId? Turn { get; }

    /// <summary>JSON. Encrypted for the audience if there is one.</summary>
    public string? Body { get; }

    /// <summary>
    /// The data that the body can show. The recipient must still have the rights to it at each delivery (<see cref="EventRights"/>).
    /// </summary>
    public ImmutableArray<EvidencePiece> Evidence { get; private init; } = [];

    public static ThreadEvent Said(MessageId message) => new(ThreadEventKind.Message, null, message, null, null);

    /// <summary>The notice "The agent is answering Alice."</summary>
    public static ThreadEvent Answering(TurnId turn, Participant speaker) => new(
            ThreadEventKind.Turn,
            null,
            null,
            turn,
            JsonSerializer.Serialize(
                new
                {
                    turnId = turn.Value,
                    status = "running",
                    speaker = Name(speaker),
                },
                ThreadJson.Options));

    /// <summary>The turn's status for its speaker, such as <c>waiting</c>.</summary>
    public static ThreadEvent Status(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Turn, speaker, null, turn, json);

    /// <summary>The state of a run, for its author.</summary>
    public static ThreadEvent Run(SubjectId author, string json) => new(ThreadEventKind.Run, author, null, null, json);

    public static ThreadEvent Token(TurnId turn, SubjectId speaker, string json, ImmutableArray<EvidencePiece> evidence) =>
        new(ThreadEventKind.Token, speaker, null, turn, json) { Evidence = evidence };

    public static ThreadEvent Step(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Step, speaker, null, turn, json);

    public static ThreadEvent Confirmation(TurnId turn, SubjectId speaker, string json, ImmutableArray<EvidencePiece> evidence) =>
        new(ThreadEventKind.Confirmation, speaker, null, turn, json) { Evidence = evidence };

    public static ThreadEvent Share(MessageId message) => new(ThreadEventKind.Share, null, message, null, null);

    /// <summary>A change of a message: edited or deleted text, or other reactions.</summary>
    public static ThreadEvent Revision(MessageId message) => new(ThreadEventKind.Revision, null, message, null, null);

    public static ThreadEvent Presence(Participant person, bool isHere) =>
        new(ThreadEventKind.Presence, null, null, null, JsonSerializer.Serialize(new { person = Name(person), here = isHere }, ThreadJson.Options));

    /// <summary>The typing notice. It is sent as a whisper and never logged.</summary>
    public static string Typing(Participant person) => JsonSerializer.Serialize(new { person = Name(person) }, ThreadJson.Options);

    /// <summary>A change of membership. Each stream checks again that its viewer is still a member.</summary>
    public static ThreadEvent Members() => new(ThreadEventKind.Members, null, null, null, null);

    internal static ThreadEvent Restored(
        ThreadEventKind kind, SubjectId? audience, MessageId? message, TurnId? turn, string? body, ImmutableArray<EvidencePiece> evidence) =>
        new(kind, audience, message, turn, body) { Evidence = evidence };

    private static object Name(Participant person) => new { subject = person.Subject.Value, name = person.Name };
}

public enum ThreadEventKind
{
    Message,
    Turn,
    Step,
    Token,
    Confirmation,
    Share,
    Presence,
    Members,
    Run,
    Revision,
}

/// <summary>
/// An event that its reader may see, with its decrypted body. Clients receive <see cref="Seq"/> only as an <see cref="EventCursor"/>.
/// </summary>
public sealed record LoggedEvent(long Seq, DateTimeOffset At, ThreadEvent Event);

/// <summary>
/// A page of events. <paramref name="Last"/> is the number of the last event that was read, including events for other people.
/// <paramref name="IsEnd"/> is true at the end of the log.
/// </summary>
public sealed record EventPage(IReadOnlyList<LoggedEvent> Events, long Last, bool IsEnd)
{
    /// <summary>True if the message is unchanged: the page reaches the log's end and has no revision of it.</summary>
    public bool IsAsSaid(LoggedEvent logged) =>
        IsEnd
        && logged.Event is { Kind: ThreadEventKind.Message, Message: { } said }
        && !Events.Any(one => one.Event is { Kind: ThreadEventKind.Revision, Message: { } changed } && changed == said);
}
