using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// An item that requires a person's action or attention. <paramref name="Id"/> is derived from its subject, so a repeated event replaces the item.
/// The item expires at <paramref name="Until"/>. An item with a <paramref name="Thread"/> is visible only to members of that thread.
/// </summary>
public sealed record InboxItem(string Id, InboxKind Kind, DateTimeOffset At, DateTimeOffset Until, ThreadId? Thread = null)
{
    private const int LongestTitle = 200;

    /// <summary>Retention of an item without an expiry of its own.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public required InboxAbout About { get; init; }

    public static InboxItem Confirmation(TurnId turn, string callId, string title, DateTimeOffset at, DateTimeOffset expires) =>
        new(OfCall(callId), InboxKind.Confirmation, at, expires, turn.Thread)
        {
            About = new(title)
            {
                Turn = turn.Value,
                Call = callId,
                Message = turn.Asking.Value,
            },
        };

    public static InboxItem Proposal(AutomationId automation, string proposal, string title, string by, DateTimeOffset at) =>
        new(OfProposal(automation, proposal), InboxKind.Proposal, at, at + Kept) { About = new(title) { By = by, Automation = automation.Value } };

    /// <summary>
    /// The newest result of an automation, or the reason why it is parked. One item per automation, independent of the number of runs.
    /// </summary>
    public static InboxItem Run(RunId run, InboxKind kind, string title, string status, string? reason, DateTimeOffset at) =>
        new(OfRun(run.Automation), kind, at, at + Kept)
        {
            About = new(title)
            {
                Automation = run.Automation.Value,
                Run = run.Value,
                Status = status,
                Reason = reason,
            },
        };

    public static InboxItem Share(MessageId reply, string by, DateTimeOffset at) =>
        new(OfShare(reply), InboxKind.Share, at, at + Kept, reply.Thread) { About = new("") { By = by, Message = reply.Value } };

    /// <summary>The newest mention in a thread. It is removed when the person has read up to that message.</summary>
    public static InboxItem Mention(MessageId message, string by, DateTimeOffset at) =>
        new(OfMention(message.Thread), InboxKind.Mention, at, at + Kept, message.Thread) { About = new("") { By = by, Message = message.Value } };

    /// <summary>
    /// An item of an artifact that was assigned to this person. <paramref name="place"/> is the message that contains the artifact.
    /// </summary>
    public static InboxItem Assignment(ArtifactId artifact, string item, MessageId place, string title, string by, DateTimeOffset at) =>
        OfArtifact('f', InboxKind.Assignment, artifact, item, place, title, by, at);

    /// <summary>The newest comment on this part of an artifact that mentions this person.</summary>
    /// <param name="part">The item or block of the comment.</param>
    public static InboxItem CommentMention(
        ArtifactId artifact, string part, string comment, MessageId place, string title, string by, DateTimeOffset at)
    {
        var item = OfArtifact('m', InboxKind.Mention, artifact, part, place, title, by, at);
        return item with { About = item.About with { Part = null, Comment = comment } };
    }

    /// <summary>
    /// An answer or question that could not be delivered in Slack. It has no thread, because the thread is inaccessible while Slack is unreachable.
    /// </summary>
    /// <param name="asking">The question; null if it was not received.</param>
    /// <param name="place">Identifies the message in Slack.</param>
    public static InboxItem Undelivered(MessageId? asking, string place, string reason, DateTimeOffset at) =>
        new($"u-{place}", InboxKind.Undelivered, at, at + Kept) { About = new("") { Message = asking?.Value, Reason = reason } };

    private static InboxItem OfArtifact(
        char type, InboxKind kind, ArtifactId artifact, string part, MessageId place, string title, string by, DateTimeOffset at) =>
        new($"{type}-{artifact}-{Sha256.Hex(part)[..16]}", kind, at, at + Kept, place.Thread)
        {
            About = new(title.Length > LongestTitle ? title[..LongestTitle] : title)
            {
                By = by,
                Artifact = artifact.Value,
                Part = part,
                Message = place.Value,
            },
        };

    public static string OfCall(string callId) => $"c-{callId}";

    public static string OfProposal(AutomationId automation, string proposal) => $"{OfAutomation(automation)}p-{proposal}";

    public static string OfRun(AutomationId automation) => $"{OfAutomation(automation)}r";

    public static string OfMention(ThreadId thread) => $"m-{thread}";

    public static string OfShare(MessageId reply) => $"s-{reply}";

    /// <summary>Returns the common prefix of all item ids of an automation.</summary>
    public static string OfAutomation(AutomationId automation) => $"a-{automation}-";
}

public enum InboxKind
{
    Confirmation,
    Proposal,
    Run,
    Parked,
    Mention,
    Share,
    Assignment,
    Undelivered,
}

/// <summary>The subject of an item: names, and ids for links. An item with a title is encrypted for its person.</summary>
public sealed record InboxAbout(string Title)
{
    public string? By { get; init; }

    public string? Turn { get; init; }

    public string? Call { get; init; }

    public string? Message { get; init; }

    public string? Automation { get; init; }

    public string? Artifact { get; init; }

    /// <summary>The item of the artifact.</summary>
    public string? Part { get; init; }

    /// <summary>The comment of the artifact.</summary>
    public string? Comment { get; init; }

    public string? Run { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Sends notifications to a person's subscribed browsers. A notification has only the kind of the item.</summary>
public interface IInboxBell
{
    /// <summary>Does not throw for an unreachable browser, because the item is in the inbox anyway.</summary>
    Task RingAsync(SubjectId person, InboxKind kind, CancellationToken cancellation);
}
