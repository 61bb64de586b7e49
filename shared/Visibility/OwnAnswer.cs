using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

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
