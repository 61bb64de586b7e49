using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Something that waits for one person to act or to look. <paramref name="Id"/> names what it is about, so the same thing told twice is one item.
/// After <paramref name="Until"/> it is over. An item with a <paramref name="Thread"/> is shown only to a member of that thread.
/// </summary>
public sealed record InboxItem(string Id, InboxKind Kind, DateTimeOffset At, DateTimeOffset Until, ThreadId? Thread = null)
{
    private const int LongestTitle = 200;

    /// <summary>Retention of an item without an expiry of its own.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public required InboxAbout About { get; init; }

    public static InboxItem Confirmation(TurnId turn, string callId, string title, DateTimeOffset at, DateTimeOffset expires) =>
        new(OfCall(callId), InboxKind.Confirmation, at, expires, turn.Thread) { About = new(title) { Turn = turn.Value, Call = callId, Message = turn.Asking.Value } };

    public static InboxItem Proposal(AutomationId automation, string proposal, string title, string by, DateTimeOffset at) =>
        new(OfProposal(automation, proposal), InboxKind.Proposal, at, at + Kept) { About = new(title) { By = by, Automation = automation.Value } };

    /// <summary>The newest result of an automation, or the reason why it is parked: one item for each automation, however often it runs.</summary>
    public static InboxItem Run(RunId run, InboxKind kind, string title, string status, string? reason, DateTimeOffset at) =>
        new(OfRun(run.Automation), kind, at, at + Kept) { About = new(title) { Automation = run.Automation.Value, Run = run.Value, Status = status, Reason = reason } };

    public static InboxItem Share(MessageId reply, string by, DateTimeOffset at) =>
        new(OfShare(reply), InboxKind.Share, at, at + Kept, reply.Thread) { About = new("") { By = by, Message = reply.Value } };

    /// <summary>The newest mention in a thread; over when the person has read that far.</summary>
    public static InboxItem Mention(MessageId message, string by, DateTimeOffset at) =>
        new(OfMention(message.Thread), InboxKind.Mention, at, at + Kept, message.Thread) { About = new("") { By = by, Message = message.Value } };

    /// <summary>An item of an artifact that is this person's now; <paramref name="place"/> put the artifact into its thread.</summary>
    public static InboxItem Assignment(ArtifactId artifact, string item, MessageId place, string title, string by, DateTimeOffset at) =>
        new($"f-{artifact}-{item}", InboxKind.Assignment, at, at + Kept, place.Thread) { About = new(title.Length > LongestTitle ? title[..LongestTitle] : title) { By = by, Artifact = artifact.Value, Message = place.Value } };

    /// <summary>An answer, or a question, that could not be delivered in Slack. Its thread is closed while Slack cannot be asked, so this is not of the thread.</summary>
    /// <param name="asking">The question; null where it did not come in.</param>
    /// <param name="place">Names the message in Slack.</param>
    public static InboxItem Undelivered(MessageId? asking, string place, string reason, DateTimeOffset at) =>
        new($"u-{place}", InboxKind.Undelivered, at, at + Kept) { About = new("") { Message = asking?.Value, Reason = reason } };

    public static string OfCall(string callId) => $"c-{callId}";

    public static string OfProposal(AutomationId automation, string proposal) => $"{OfAutomation(automation)}p-{proposal}";

    public static string OfRun(AutomationId automation) => $"{OfAutomation(automation)}r";

    public static string OfMention(ThreadId thread) => $"m-{thread}";

    public static string OfShare(MessageId reply) => $"s-{reply}";

    /// <summary>What the ids of everything about an automation begin with.</summary>
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

/// <summary>What an item is about: names, and the ids that lead there. One with a title is stored sealed for its person.</summary>
public sealed record InboxAbout(string Title)
{
    public string? By { get; init; }

    public string? Turn { get; init; }

    public string? Call { get; init; }

    public string? Message { get; init; }

    public string? Automation { get; init; }

    public string? Artifact { get; init; }

    public string? Run { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }
}
