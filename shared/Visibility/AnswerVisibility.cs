using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Visibility;

/// <summary>
/// Decides who may see a reply: for display, streams, search, previews, exports and the model's context of later turns. A typed message is open to
/// every member. A reply is open to viewers who now have at least the access in its evidence, and to those it was shared with. This includes
/// its own speaker. A reply without its evidence is open to nobody. Rights are compared; no part of a reply is executed for the decision.
/// </summary>
public sealed class AnswerVisibility(PersonSeal seal, ShareStore shares, Rights rights)
{
    /// <summary>For a viewer who is known to be a member. A reply whose key was deleted is locked for everyone.</summary>
    public async Task<VisibleMessage> OfAsync(Authority viewer, ThreadMessage message, CancellationToken cancellation) =>
        (await OfAsync(viewer, [message], cancellation))[0];

    /// <summary>Decides for messages of one thread; rights and shares are read once for all of them.</summary>
    /// <param name="inForce">The shares, if the caller has read them.</param>
    public async Task<ImmutableArray<VisibleMessage>> OfAsync(
        Authority viewer, IReadOnlyList<ThreadMessage> messages, CancellationToken cancellation, ThreadShares? inForce = null)
    {
        inForce ??= await InForceAsync(messages, cancellation);
        return [.. await Task.WhenAll(messages.Select(message => OfAsync(viewer, message, inForce, cancellation)))];
    }

    /// <summary>
    /// Returns the messages that all given people may see: the speaker by current rights, the others by the rights of their last act. A turn starts
    /// with them as context; nothing is displayed by this decision.
    /// </summary>
    internal async Task<ImmutableHashSet<MessageId>> OpenToAllAsync(
        IReadOnlyList<Authority> viewers, IReadOnlyList<ThreadMessage> messages, ThreadShares inForce, CancellationToken cancellation)
    {
        (SubjectId Person, ViewerRights Held)[] everybody =
        [
            .. viewers.Select((viewer, i) => (viewer.Subject.Id, i == 0 ? rights.Of(viewer) : rights.RecalledOf(viewer))),
        ];
        var open = ImmutableHashSet.CreateBuilder<MessageId>();
        foreach (var message in messages)
        {
            var isOpen = true;
            foreach (var (person, held) in everybody)
                isOpen =
                    isOpen
                    && (message is not ThreadMessage.Answer { IsPrivate: true } answer
                        || await WayAsync(person, held, answer, inForce, cancellation) is not Way.None);
            if (isOpen)
                open.Add(message.Id);
        }

        return open.ToImmutable();
    }

    /// <summary>For content that a person stored from threads: returns whether they may still see each piece, by its evidence.</summary>
    public Task<ImmutableArray<bool>> AreOpenAsync(Authority viewer, IReadOnlyList<ImmutableArray<EvidencePiece>> kept, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return AreOpenAsync(viewer.Subject.Id, rights.Of(viewer), kept, cancellation);
    }

    public async Task<bool> IsOpenAsync(Authority viewer, ImmutableArray<EvidencePiece> kept, CancellationToken cancellation) =>
        (await AreOpenAsync(viewer, [kept], cancellation))[0];

    /// <summary>The same for a person who is not the caller: by the rights of their last act, without using their credentials.</summary>
    internal async Task<bool> IsOpenByRecalledRightsAsync(Authority other, ImmutableArray<EvidencePiece> kept, CancellationToken cancellation) =>
        (await AreOpenAsync(other.Subject.Id, rights.RecalledOf(other), [kept], cancellation))[0];

    private async Task<ImmutableArray<bool>> AreOpenAsync(
        SubjectId viewer, ViewerRights held, IReadOnlyList<ImmutableArray<EvidencePiece>> kept, CancellationToken cancellation)
    {
        var inForce = await shares.OfThreadsAsync(ThreadsIn(kept.SelectMany(static evidence => evidence)), cancellation);
        var open = ImmutableArray.CreateBuilder<bool>(kept.Count);
        foreach (var evidence in kept)
        {
            var isOpen = true;
            foreach (var piece in evidence)
                isOpen = isOpen && (await held.CoverAsync(piece, cancellation) || (piece.Share is { } from && inForce.Reach(viewer, from)));
            open.Add(isOpen);
        }

        return open.MoveToImmutable();
    }

    /// <summary>
    /// Returns the first part of a locked answer's evidence, in reading order, that the viewer may see. A turn that ended there would have had an open
    /// answer, so the lock itself reveals something about that part.
    /// </summary>
    internal async Task<ImmutableArray<EvidencePiece>> CoveredOfLockedAsync(Authority viewer, ThreadMessage.Answer locked, CancellationToken cancellation)
    {
        var held = rights.Of(viewer);
        var inForce = await shares.OfThreadsAsync(ThreadsIn(locked.Evidence), cancellation);
        var covered = ImmutableArray.CreateBuilder<EvidencePiece>();
        foreach (var part in locked.Evidence.SelectMany(static piece => piece.Touched.Select(touched => piece with { Touched = [touched] })))
        {
            if (!await held.CoverAsync(part, cancellation) && !(part.Share is { } from && inForce.Reach(viewer.Subject.Id, from)))
                break;
            covered.Add(part);
        }

        return covered.ToImmutable();
    }

    /// <summary>The shares that decide about these messages, where those of their thread were read with something else.</summary>
    internal async Task<ThreadShares> InForceAsync(ThreadId thread, ThreadShares known, IReadOnlyList<ThreadMessage> messages, CancellationToken cancellation)
    {
        var others = Deciding(messages).Where(one => one != thread).ToArray();
        return others.Length == 0 ? known : known.With(await shares.OfThreadsAsync(others, cancellation));
    }

    private Task<ThreadShares> InForceAsync(IReadOnlyList<ThreadMessage> messages, CancellationToken cancellation) =>
        shares.OfThreadsAsync(Deciding(messages), cancellation);

    /// <summary>The messages' own thread, and the threads from which somebody's memory brought something in.</summary>
    private static IEnumerable<ThreadId> Deciding(IReadOnlyList<ThreadMessage> messages)
    {
        var answers = messages.OfType<ThreadMessage.Answer>().Where(static answer => answer.IsPrivate).ToArray();
        return answers.Select(static answer => answer.Id.Thread).Concat(ThreadsIn(answers.SelectMany(static answer => answer.Evidence)));
    }

    private static IEnumerable<ThreadId> ThreadsIn(IEnumerable<EvidencePiece> evidence) =>
        evidence.Select(static piece => piece.Share).OfType<string>().Select(static share => MessageId.Parse(share).Thread);

    private async Task<VisibleMessage> OfAsync(Authority viewer, ThreadMessage message, ThreadShares inForce, CancellationToken cancellation) => message switch
    {
        ThreadMessage.Typed typed => new VisibleMessage.Typed(typed),
        ThreadMessage.Answer { IsPrivate: false } answer => new VisibleMessage.Open(answer, ReplyBody.Read(answer, answer.Body), []),
        ThreadMessage.Answer answer => await WayAsync(viewer.Subject.Id, rights.Of(viewer), answer, inForce, cancellation) switch
        {
            Way.Rights => await OpenAsync(viewer, answer, inForce, cancellation),
            Way.Share => await SharedAsync(answer, inForce.ByReply[answer.Id.Value], cancellation),
            _ => new VisibleMessage.Locked(answer),
        },
        _ => throw new InvalidOperationException($"{message.GetType().Name} is not a kind of message."),
    };

    private static async Task<Way> WayAsync(
        SubjectId person, ViewerRights held, ThreadMessage.Answer answer, ThreadShares inForce, CancellationToken cancellation)
    {
        if (answer.EvidenceState is EvidenceState.Lost)
            return Way.None;
        var reached = inForce.Reach(person, answer.Id.Value);
        if (answer.Evidence.IsEmpty)
            return person == answer.AskedBy.Id ? Way.Rights : reached ? Way.Share : Way.None;

        var byRights = true;
        foreach (var piece in answer.Evidence)
        {
            var covered = await held.CoverAsync(piece, cancellation);
            // Content that came through a share depends on that share alone; a later share of a derived answer cannot replace it.
            if (piece.Share is { } from && !covered && !inForce.Reach(person, from))
                return Way.None;
            byRights &= covered || piece.Share is not null;
        }

        return byRights ? Way.Rights : reached ? Way.Share : Way.None;
    }

    private async Task<VisibleMessage> OpenAsync(Authority viewer, ThreadMessage.Answer answer, ThreadShares inForce, CancellationToken cancellation)
    {
        if (await ReadAsync(answer, cancellation) is not { } reply)
            return new VisibleMessage.Locked(answer);
        var isTheirs = viewer.Subject.Id == answer.AskedBy.Id;
        return new VisibleMessage.Open(
            answer, isTheirs ? reply : ForOthers(reply), EvidenceOf(viewer, answer), inForce.Has(answer.Id.Value), RowsWithheld: !isTheirs);
    }

    private async Task<VisibleMessage> SharedAsync(ThreadMessage.Answer answer, Share share, CancellationToken cancellation)
    {
        if (share.By.Id != answer.AskedBy.Id
            || await shares.ReadAsync(share, cancellation) is not { } frozen
            || await ReadAsync(answer, cancellation) is not { } said)
            return new VisibleMessage.Locked(answer);
        var reply = new Reply
        {
            AskedBy = answer.AskedBy,
            RanAs = answer.AskedBy,
            Text = frozen.Text,
            Status = ReplyStatus.Completed,
            IsPrivate = true,
            At = answer.AskedAt,
            Blocks = frozen.Blocks,
            TextAuthors = said.TextAuthors,
        };
        var taken = answer.Evidence.IsEmpty ? [new EvidencePiece(answer.AskedBy.Id.Value, "", [Touched.Unknown("*")])] : answer.Evidence;
        return new VisibleMessage.Open(
            answer, reply, [.. taken.Select(piece => piece.Share is null ? piece with { Share = answer.Id.Value } : piece)], IsShared: true);
    }

    /// <summary>
    /// Null if the person's key was deleted, and for old rows that lack the evidence they must have had: a finished turn, or one with calls, is
    /// private only because of what it read.
    /// </summary>
    private async Task<Reply?> ReadAsync(ThreadMessage.Answer answer, CancellationToken cancellation) =>
        await seal.OpenAsync(answer.AskedBy.Id, MessageRows.SealedAs(answer.Id), answer.Body, cancellation) is { } plain
        && ReplyBody.Read(answer, plain) is var reply
        && (answer.EvidenceState is not EvidenceState.Unsaid || (reply.Status is not ReplyStatus.Completed && reply.Steps.IsEmpty))
            ? reply
            : null;

    private static ImmutableArray<EvidencePiece> EvidenceOf(Authority viewer, ThreadMessage.Answer answer) =>
        answer.Evidence.IsEmpty ? [new EvidencePiece(answer.AskedBy.Id.Value, viewer.Version, [Touched.Unknown("*")])] : answer.Evidence;

    /// <summary>Leaves out rows, and the audit positions of the asker's acts, which would reveal how much they do elsewhere.</summary>
    private static Reply ForOthers(Reply reply) =>
        reply with
        {
            Steps = [.. reply.Steps.Select(static step => step.AuditId is null ? step : step with { AuditId = step.CallId })],
            Blocks =
            [
                .. reply.Blocks.Select(static block => block.Result is { } table ? block with { Result = table with { Rows = [], Truncated = false } } : block),
            ],
        };

    private enum Way
    {
        None,
        Rights,
        Share,
    }
}
