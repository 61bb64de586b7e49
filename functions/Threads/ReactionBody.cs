using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>One emoji on a message: the number of people, whether the viewer is one of them, and the first people by name.</summary>
internal sealed record ReactionBody(string Emoji, int Count, bool Mine, IReadOnlyList<string> Names)
{
    public static IReadOnlyList<ReactionBody>? Of(ImmutableArray<Reaction> reactions) => reactions.IsEmpty
        ? null
        : [.. reactions.Select(static one => new ReactionBody(one.Emoji.Value, one.Count, one.IsMine, [.. one.First.Select(static person => person.Name)]))];
}
