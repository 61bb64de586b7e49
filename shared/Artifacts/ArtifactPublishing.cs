using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Publishes an artifact into a thread: shares the previewed content with the present members. From then on, it belongs to these members.
/// Publishing it again includes the members who joined since.
/// </summary>
public sealed class ArtifactPublishing(ArtifactStore store, ArtifactLists lists, MessageStore messages, ThreadStore threads, TimeProvider time)
{
    private const int MostPlaces = 100;

    /// <summary>
    /// Returns null when this person has no access to the artifact or thread. Also null when another product controls the members of the
    /// thread, because no audience can be shown then.
    /// </summary>
    internal async Task<ArtifactPreview?> PreviewAsync(Authority by, LiveArtifact live, ThreadId thread, CancellationToken cancellation)
    {
        if ((live.Head.Thread ?? thread) != thread
            || await threads.FindWithMembersAsync(by.Subject.Id, thread, cancellation) is not { IsBehindDoor: false } found)
            return null;
        var state = live.Head.Thread is null ? ArtifactFold.Purge(live.State) : live.State;
        var audience = found.Members.Where(member => member.Subject != by.Subject.Id).Select(Participant.Of).ToArray();
        var hash = Sha256.HexOfJson(new
        {
            artifact = live.Head.Id.Value,
            seq = live.Head.Seq,
            thread = thread.Value,
            places = live.Head.Places.Length,
            audience = audience.Select(static one => one.Subject.Value).Order(StringComparer.Ordinal),
            content = StateText.Hash(state),
        });
        return new(live, thread, state, audience, hash);
    }

    /// <summary>Returns whether this person is in the thread and another product controls its members.</summary>
    internal async Task<bool> IsElsewhereAsync(Authority by, ThreadId thread, CancellationToken cancellation) =>
        await threads.FindWithMembersAsync(by.Subject.Id, thread, cancellation) is { IsBehindDoor: true };

    /// <summary>Publishes the preview. Returns null when the content or the audience has changed since.</summary>
    internal async Task<LiveArtifact?> PublishAsync(Authority by, ArtifactPreview preview, CancellationToken cancellation)
    {
        var (live, id) = (preview.Live, preview.Live.Head.Id);
        if (live.Head.Thread is null && StateText.Hash(live.State) != StateText.Hash(preview.Content))
        {
            var purged = await store.AppendAsync(by, id, new(live.Head.Seq, $"publish-{preview.Hash[..32]}", [new ArtifactOp.Purge()]), cancellation);
            if (purged is not OpsResult.Accepted)
                return null;
        }

        var text = MessageText.TryParse(Announcement(preview.Content.OpenTitle, id), out var said)
            ? said
            : throw new InvalidOperationException("A title that does not fit was let through.");
        ClientId? sent = ClientId.TryParse($"artifact-{preview.Hash[..32]}", out var named) ? named : null;
        var message = await messages.AppendAsync(by, preview.Thread, text, sent, forAgent: false, cancellation) switch
        {
            Appended.Stored stored => stored.Message.Id,
            Appended.Again again => again.Message.Id,
            _ => (MessageId?)null,
        };
        if (message is not { } announced)
            return null;
        await lists.PointAsync(preview.Thread, id, cancellation);
        return await store.ChangeAsync(
            by, id, head => Placed(head, preview, new(announced, Participant.Of(by.Subject), time.GetUtcNow(), head.Seq)), cancellation);
    }

    /// <summary>Returns null when a draft differs from its preview, apart from its deleted parts.</summary>
    private static ArtifactHead? Placed(ArtifactHead head, ArtifactPreview preview, ArtifactPlace place)
    {
        var isAsSeen =
            head.Seq == preview.Live.Head.Seq
            || (head.Seq == preview.Live.Head.Seq + 1 && StateText.Hash(preview.Live.State) != StateText.Hash(preview.Content));
        return head.Places.Length >= MostPlaces || (head.Thread is null && !isAsSeen) || (head.Thread ?? preview.Thread) != preview.Thread
            ? null
            : head with { Places = head.Places.Add(place) };
    }

    private static string Announcement(string title, ArtifactId id) =>
        $"[{title.Replace('[', '(').Replace(']', ')').Replace("\\", "\\\\", StringComparison.Ordinal)}](/artifacts/{id})";
}

/// <summary>The exact content and the audience of a publication.</summary>
internal sealed record ArtifactPreview(LiveArtifact Live, ThreadId Thread, ArtifactState Content, IReadOnlyList<Participant> Audience, string Hash);
