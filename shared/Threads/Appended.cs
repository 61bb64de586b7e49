namespace Onbehalf.Threads;

/// <summary>The result of an append of a typed message.</summary>
public abstract record Appended
{
    private Appended()
    {
    }

    public sealed record Stored(ThreadMessage.Typed Message) : Appended;

    /// <summary>The client id is a duplicate. This is the message that the first append stored.</summary>
    public sealed record Again(ThreadMessage.Typed Message) : Appended;

    /// <summary>The thread does not exist, or the person is not a member.</summary>
    public sealed record NotFound : Appended;
}
