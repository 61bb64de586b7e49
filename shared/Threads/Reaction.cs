using System.Collections.Immutable;

namespace Onbehalf.Threads;

/// <summary>
/// The count of one emoji on a message, and the first people who added it. <paramref name="IsMine"/> is true if the viewer added it.
/// </summary>
public sealed record Reaction(Emoji Emoji, int Count, ImmutableArray<Participant> First, bool IsMine = false)
{
    /// <summary>The maximum number of different emoji per message.</summary>
    public const int MostKinds = 20;

    /// <summary>The maximum number of people stored by name.</summary>
    public const int MostNamed = 5;
}
