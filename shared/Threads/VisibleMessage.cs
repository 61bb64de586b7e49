namespace Onbehalf.Threads;

/// <summary>A message as one viewer may see it now.</summary>
public abstract record VisibleMessage
{
    private VisibleMessage()
    {
    }

    public sealed record Typed(ThreadMessage.Typed Message) : VisibleMessage;

    /// <summary><paramref name="IsShared"/>: made common by the person it was answered for.</summary>
    public sealed record Open(ThreadMessage.Answer Message, Reply Reply, bool IsShared = false) : VisibleMessage;

    /// <summary>Asker and time, nothing else.</summary>
    public sealed record Locked(ThreadMessage.Answer Message) : VisibleMessage;
}
