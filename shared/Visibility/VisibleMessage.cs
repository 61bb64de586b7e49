using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>A message as one viewer may see it now.</summary>
public abstract record VisibleMessage
{
    private VisibleMessage()
    {
    }

    public sealed record Typed(ThreadMessage.Typed Message) : VisibleMessage;

    /// <summary>
    /// <paramref name="IsShared"/>: made common by the person it was answered for. <paramref name="Evidence"/> is what whoever reads it takes in.
    /// <paramref name="RowsWithheld"/>: the rows in it are its speaker's; this viewer gets their own by opening a table.
    /// </summary>
    public sealed record Open(ThreadMessage.Answer Message, Reply Reply, ImmutableArray<EvidencePiece> Evidence, bool IsShared = false, bool RowsWithheld = false) : VisibleMessage;

    /// <summary>Asker and the question's time, nothing else.</summary>
    public sealed record Locked(ThreadMessage.Answer Message) : VisibleMessage;
}
