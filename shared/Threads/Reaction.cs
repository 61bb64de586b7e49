using System.Collections.Immutable;

namespace Onbehalf.Threads;

/// <summary>
/// How often one emoji stands under a message, and the first people who put it there. <paramref name="IsMine"/> is about the one it was read for.
/// </summary>
public sealed record Reaction(Emoji Emoji, int Count, ImmutableArray<Participant> First, bool IsMine = false)
{
    /// <summary>Different emoji of one message.</summary>
    public const int MostKinds = 20;

    /// <summary>People kept by name.</summary>
    public const int MostNamed = 5;
}
