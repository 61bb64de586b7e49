using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>What a person may share, and the act of sharing and taking back, whatever they do it from. Callers check the session and keep the record.</summary>
public sealed class AnswerShares(
    ThreadStore threads, MessageStore messages, AnswerVisibility visibility, ShareStore shares, EventLog events, InboxItems inbox, TimeProvider time)
{
    /// <summary>Null for an answer that is not there or not theirs, and for one that rests on nothing private.</summary>
    internal async Task<OwnAnswer?> FindAsync(Authority speaker, MessageId id, CancellationToken cancellation) =>
        await FindAnyAsync(speaker, id, cancellation) is { Message.IsPrivate: true } found ? found : null;

    /// <summary>The same, also for one that every member sees anyway.</summary>
    internal async Task<OwnAnswer?> FindAnyAsync(Authority speaker, MessageId id, CancellationToken cancellation)
    {
        if (await threads.FindForMemberAsync(speaker.Subject.Id, id.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(id)
            || await messages.FindAsync(id, cancellation) is not ThreadMessage.Answer answer
            || answer.AskedBy.Id != speaker.Subject.Id)
            return null;
        var others = (await threads.MembersAsync(id.Thread, cancellation)).Where(member => member.Subject != speaker.Subject.Id && member.MayRead(id));
        var seen = await visibility.OfAsync(speaker, answer, cancellation);
        return new(speaker, answer, seen is VisibleMessage.Open { RowsWithheld: false } open ? FrozenReply.Of(open.Reply) : null, [.. others]);
    }

    internal async Task<bool> IsSharedAsync(OwnAnswer answer, CancellationToken cancellation) =>
        (await shares.OfThreadAsync(answer.Message.Id.Thread, cancellation)).Has(answer.Message.Id.Value);

    /// <summary>Opens it to the members of this moment, as it is frozen. False when it is shared already.</summary>
    internal async Task<bool> AddAsync(OwnAnswer answer, FrozenReply frozen, CancellationToken cancellation)
    {
        var (id, at) = (answer.Message.Id, time.GetUtcNow());
        if (!await shares.AddAsync(new(id, answer.Speaker.Subject, at, answer.Audience), frozen, cancellation))
            return false;
        await events.AppendAsync(id.Thread, [ThreadEvent.Share(id)], CancellationToken.None);
        await inbox.PutAsync(answer.Others.Select(static other => other.Subject), InboxItem.Share(id, answer.Speaker.Subject.Name, at), CancellationToken.None);
        return true;
    }

    internal Task RemoveAsync(OwnAnswer answer, CancellationToken cancellation) =>
        RemoveAsync(answer.Message.Id, answer.Others.Select(static other => other.Subject), cancellation);

    /// <summary>Withdraws a share whose asker may have lost access since. The caller knows that this asker shared it.</summary>
    internal async Task RemoveAsync(MessageId id, CancellationToken cancellation) =>
        await RemoveAsync(id, (await threads.MembersAsync(id.Thread, cancellation)).Select(static member => member.Subject), cancellation);

    private async Task RemoveAsync(MessageId id, IEnumerable<SubjectId> others, CancellationToken cancellation)
    {
        await shares.RemoveAsync(id, cancellation);
        await events.AppendAsync(id.Thread, [ThreadEvent.Share(id)], CancellationToken.None);
        await inbox.RemoveAsync(others, InboxItem.OfShare(id), CancellationToken.None);
    }
}

/// <summary>
/// An answer in the hands of the person it was given to: the proof that it is theirs. <paramref name="Frozen"/> is null when it is not open to
/// them any more.
/// </summary>
/// <param name="Others">The other members who may read the message at this moment.</param>
internal sealed record OwnAnswer(Authority Speaker, ThreadMessage.Answer Message, FrozenReply? Frozen, ImmutableArray<Member> Others)
{
    public ImmutableHashSet<string> Audience => [.. Others.Select(static member => member.Subject.Value)];

    public string? PreviewHash => Frozen?.PreviewHash(Message.Id, Audience);
}
