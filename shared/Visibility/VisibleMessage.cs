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
    /// <paramref name="IsShared"/>: shared by the person it was answered for. <paramref name="Evidence"/> is added to the evidence of every turn that
    /// reads it. <paramref name="RowsWithheld"/>: the rows are the speaker's; this viewer gets their own rows by opening a table.
    /// </summary>
    public sealed record Open(
        ThreadMessage.Answer Message, Reply Reply, ImmutableArray<EvidencePiece> Evidence, bool IsShared = false, bool RowsWithheld = false) : VisibleMessage;

    /// <summary>The asker and the time of the question, nothing else.</summary>
    public sealed record Locked(ThreadMessage.Answer Message) : VisibleMessage;
}
