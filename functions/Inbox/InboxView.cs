using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// A person's inbox with their current rights. Omits items of threads that the person has left, and mentions that they have read. Costs one
/// query, and two requests per thread of a shown item.
/// </summary>
public sealed class InboxView(InboxItems items, ThreadStore threads, RunConnections connections)
{
    private const int AtOnce = 50;

    /// <summary>Returns the newest items that <paramref name="isWanted"/> accepts. Threads of other items are not read.</summary>
    internal async Task<IReadOnlyList<InboxItemBody>> OfAsync(SubjectId person, int most, Func<InboxItem, bool> isWanted, CancellationToken cancellation)
    {
        var found = new List<InboxItemBody>();
        var mine = new Dictionary<ThreadId, MemberThread?>();
        foreach (var part in (await items.ListAsync(person, cancellation)).Where(isWanted).Chunk(Math.Clamp(most, 1, AtOnce)))
        {
            var asked = part.Select(static item => item.Thread).OfType<ThreadId>().Distinct().Where(thread => !mine.ContainsKey(thread)).ToArray();
            foreach (var (thread, look) in asked.Zip(await Task.WhenAll(asked.Select(thread => threads.FindForMemberAsync(person, thread, cancellation)))))
                mine[thread] = look;
            found.AddRange(
                part.Select(item =>
                        item.Thread is not { } id ? Body(item, null)
                        : mine[id] is { } thread && IsNews(item, thread) ? Body(item, thread)
                        : null)
                    .OfType<InboxItemBody>());
            if (found.Count >= most)
                break;
        }

        return [.. found.Take(most)];
    }

    private static bool IsNews(InboxItem item, MemberThread thread) =>
        !MessageId.TryParse(item.About.Message, out var message)
        || (thread.Me.MayRead(message) && (item.Kind is not InboxKind.Mention || message.Seq > thread.Me.ReadSeq));

    private InboxItemBody Body(InboxItem item, MemberThread? thread) => new(
        item.Id,
        item.Kind,
        item.At,
        item.About.Title.Length > 0 ? item.About.Title : thread?.Title ?? (item.Kind is InboxKind.Undelivered ? "Not delivered in Slack" : ""),
        Words(item, thread),
        Href(item),
        item.Thread,
        item.Kind is InboxKind.Confirmation ? item.Until : null,
        item.About.Turn,
        item.About.Call,
        item.About.Run,
        item.About.Automation,
        item.About.By,
        item.About.Status);

    private string Words(InboxItem item, MemberThread? thread) => item.Kind switch
    {
        InboxKind.Confirmation => $"Waits for your yes in “{thread?.Title}”.",
        InboxKind.Proposal => $"{item.About.By} proposes a change.",
        InboxKind.Share => $"{item.About.By} shared an answer with you.",
        InboxKind.Mention => $"{item.About.By} mentioned you.",
        InboxKind.Assignment => $"{item.About.By} assigned this to you.",
        InboxKind.Parked => item.About.Reason is { } reason ? connections.Sentence(reason) : "It waits.",
        InboxKind.Run => Result(item.About),
        InboxKind.Undelivered => Undelivered(item.About),
        _ => throw new InvalidOperationException($"No such item: {item.Kind}."),
    };

    private static string Result(InboxAbout about) => (about.Status, about.Reason) switch
    {
        (nameof(RunStatus.Completed), _) => "Finished.",
        (nameof(RunStatus.Failed), { } code) => $"Did not finish. {EndingSentences.For(TurnStatus.Failed, code)}",
        (_, { } code) => $"Did not finish. {RunReasons.Sentence(code)}",
        _ => "Did not finish.",
    };

    private static string Undelivered(InboxAbout about) => (about.Message, about.Reason) switch
    {
        (null, _) => "Slack was away for more than a day, so a message of yours there was not answered. Ask again.",
        (_, "slack-refused") => "Slack did not take an answer for you: the app there lacks a right, or was removed. Read it here, and tell your administrator.",
        _ => "Slack was away for more than a day, so an answer for you was not delivered there. Read it here.",
    };

    private static string Href(InboxItem item) => item.Kind switch
    {
        InboxKind.Proposal => $"/automations/{item.About.Automation}",
        InboxKind.Assignment => $"/artifacts/{item.About.Artifact}",
        InboxKind.Run or InboxKind.Parked => $"/runs/{item.About.Run}",
        InboxKind.Undelivered => MessageId.TryParse(item.About.Message, out var asking) ? $"/t/{asking.Thread}#{asking}" : "/connections",
        _ => $"/t/{item.Thread}#{item.About.Message}",
    };
}
