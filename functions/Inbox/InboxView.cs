using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// A person's inbox with their current rights. Omits items of threads that the person has left, mentions that they have read, and items of
/// artifacts that they cannot open. Costs one query, two requests per thread of a shown item, and the reads of shown artifacts.
/// </summary>
public sealed class InboxView(InboxItems items, ThreadStore threads, InboxArtifacts artifacts, RunConnections connections)
{
    private const int AtOnce = 50;

    /// <summary>Returns the newest items that <paramref name="isWanted"/> accepts. Threads of other items are not read.</summary>
    internal async Task<IReadOnlyList<InboxItemBody>> OfAsync(Authority person, int most, Func<InboxItem, bool> isWanted, CancellationToken cancellation)
    {
        var found = new List<InboxItemBody>();
        var mine = new Dictionary<ThreadId, MemberThread?>();
        foreach (var part in (await items.ListAsync(person.Subject.Id, cancellation)).Where(isWanted).Chunk(Math.Clamp(most, 1, AtOnce)))
        {
            var asked = part.Select(static item => item.Thread).OfType<ThreadId>().Distinct().Where(thread => !mine.ContainsKey(thread)).ToArray();
            var looks = await Task.WhenAll(asked.Select(thread => threads.FindForMemberAsync(person.Subject.Id, thread, cancellation)));
            foreach (var (thread, look) in asked.Zip(looks))
                mine[thread] = look;
            var bodies = part.Select(item =>
                item.Thread is not { } id ? Task.FromResult<InboxItemBody?>(Body(item, null, null))
                : mine[id] is { } thread && IsNews(item, thread) ? BodyAsync(person, item, thread, cancellation)
                : Task.FromResult<InboxItemBody?>(null));
            found.AddRange((await Task.WhenAll(bodies)).OfType<InboxItemBody>());
            if (found.Count >= most)
                break;
        }

        return [.. found.Take(most)];
    }

    private static bool IsNews(InboxItem item, MemberThread thread) =>
        !MessageId.TryParse(item.About.Message, out var message)
        || (thread.Me.MayRead(message) && (item.Kind is not InboxKind.Mention || item.About.Artifact is not null || message.Seq > thread.Me.ReadSeq));

    private async Task<InboxItemBody?> BodyAsync(Authority person, InboxItem item, MemberThread thread, CancellationToken cancellation) =>
        item.About.Artifact is null ? Body(item, thread, null)
        : await artifacts.FindAsync(person, item, cancellation) is { } part ? Body(item, thread, part)
        : null;

    private InboxItemBody Body(InboxItem item, MemberThread? thread, ArtifactPart? part) => new(
        item.Id,
        item.Kind,
        item.At,
        Title(item, thread, part),
        Words(item, thread, part),
        Href(item),
        item.Thread,
        item.Kind is InboxKind.Confirmation ? item.Until : null,
        item.About.Turn,
        item.About.Call,
        item.About.Run,
        item.About.Automation,
        item.About.By,
        item.About.Status,
        part?.Title);

    private static string Title(InboxItem item, MemberThread? thread, ArtifactPart? part) => item.About switch
    {
        { Part: null, Comment: null, Title: { Length: > 0 } title } => title,
        _ when part is not null => part.Item ?? part.Title,
        _ when item.Kind is InboxKind.Undelivered => "Not delivered in Slack",
        _ => thread?.Title ?? "",
    };

    private string Words(InboxItem item, MemberThread? thread, ArtifactPart? part) => item.Kind switch
    {
        InboxKind.Confirmation => $"Waits for your yes in “{thread?.Title}”.",
        InboxKind.Proposal => $"{item.About.By} proposes a change.",
        InboxKind.Share => $"{item.About.By} shared an answer with you.",
        InboxKind.Mention when part is not null => $"{item.About.By} mentioned you in a comment in “{part.Title}”.",
        InboxKind.Mention => $"{item.About.By} mentioned you.",
        InboxKind.Assignment when part is { Item: not null } => $"{item.About.By} assigned this to you in “{part.Title}”.",
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
        InboxKind.Mention when item.About.Comment is { } comment => $"/artifacts/{item.About.Artifact}#comment-{comment}",
        InboxKind.Assignment when item.About.Part is { } part => $"/artifacts/{item.About.Artifact}#item-{part}",
        InboxKind.Assignment => $"/artifacts/{item.About.Artifact}",
        InboxKind.Run or InboxKind.Parked => $"/runs/{item.About.Run}",
        InboxKind.Undelivered => MessageId.TryParse(item.About.Message, out var asking) ? $"/t/{asking.Thread}#{asking}" : "/connections",
        _ => $"/t/{item.Thread}#{item.About.Message}",
    };
}
