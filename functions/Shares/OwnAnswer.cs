using System.Collections.Immutable;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>
/// A private answer, in the hands of the person it was given to: the proof that it is theirs. <paramref name="Frozen"/> is null when it
/// is not open to them any more.
/// </summary>
internal sealed record OwnAnswer(Authority Speaker, ThreadMessage.Answer Message, FrozenReply? Frozen, ImmutableArray<Member> Others)
{
    public ImmutableHashSet<string> Audience => [.. Others.Select(static member => member.Subject.Value)];

    public string? PreviewHash => Frozen?.PreviewHash(Message.Id, Audience);

    public SharePreviewBody Preview(bool isShared) => new(
        Message.Id,
        Frozen!.Text,
        [.. Frozen.Blocks.Select((block, index) => BlockBody.Of(new BlockId(Message.Id, index), block, withRows: true))],
        Frozen.Links(),
        [.. Others.Select(PersonBody.Of)],
        PreviewHash!,
        isShared);
}
