using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>One emoji under a message: how many people put it there, whether the viewer did, and the first of them by name.</summary>
internal sealed record ReactionBody(string Emoji, int Count, bool Mine, IReadOnlyList<string> Names)
{
    public static IReadOnlyList<ReactionBody>? Of(ImmutableArray<Reaction> reactions) => reactions.IsEmpty
        ? null
        : [.. reactions.Select(static one => new ReactionBody(one.Emoji.Value, one.Count, one.IsMine, [.. one.First.Select(static person => person.Name)]))];
}
