using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Visibility;

namespace Onbehalf.Threads;

/// <summary>
/// Something that happened in a thread. Everything a running turn does is for its speaker alone, so those events cannot be made
/// without one; others learn that the agent is answering, and see a message through <see cref="AnswerVisibility"/> when it is read.
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

    /// <summary>The one person it is for; null for every member.</summary>
    public SubjectId? Audience { get; }

    public MessageId? Message { get; }

    public TurnId? Turn { get; }

    /// <summary>JSON; rests sealed for the audience when there is one.</summary>
    public string? Body { get; }

    public static ThreadEvent Said(MessageId message) => new(ThreadEventKind.Message, null, message, null, null);

    /// <summary>"The agent is answering Alice."</summary>
    public static ThreadEvent Answering(TurnId turn, Participant speaker) => new(
        ThreadEventKind.Turn, null, null, turn, JsonSerializer.Serialize(new { turnId = turn.Value, status = "running", speaker = Name(speaker) }, ThreadJson.Options));

    /// <summary>The turn's status for its speaker: <c>waiting</c> and the like.</summary>
    public static ThreadEvent Status(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Turn, speaker, null, turn, json);

    /// <summary>Where a run of this person stands.</summary>
    public static ThreadEvent Run(SubjectId author, string json) => new(ThreadEventKind.Run, author, null, null, json);

    public static ThreadEvent Token(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Token, speaker, null, turn, json);

    public static ThreadEvent Step(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Step, speaker, null, turn, json);

    public static ThreadEvent Confirmation(TurnId turn, SubjectId speaker, string json) => new(ThreadEventKind.Confirmation, speaker, null, turn, json);

    public static ThreadEvent Share(MessageId message) => new(ThreadEventKind.Share, null, message, null, null);

    /// <summary>A message has other words, none any more, or other reactions.</summary>
    public static ThreadEvent Revision(MessageId message) => new(ThreadEventKind.Revision, null, message, null, null);

    public static ThreadEvent Presence(Participant person, bool isHere) =>
        new(ThreadEventKind.Presence, null, null, null, JsonSerializer.Serialize(new { person = Name(person), here = isHere }, ThreadJson.Options));

    /// <summary>Somebody is typing: told, and never logged.</summary>
    public static string Typing(Participant person) => JsonSerializer.Serialize(new { person = Name(person) }, ThreadJson.Options);

    /// <summary>Somebody came or left: every stream asks again whether its viewer is still a member.</summary>
    public static ThreadEvent Members() => new(ThreadEventKind.Members, null, null, null, null);

    internal static ThreadEvent Restored(ThreadEventKind kind, SubjectId? audience, MessageId? message, TurnId? turn, string? body) => new(kind, audience, message, turn, body);

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
