namespace Onbehalf.Threads;

/// <summary>What came of adding a typed message.</summary>
public abstract record Appended
{
    private Appended()
    {
    }

    public sealed record Stored(ThreadMessage.Typed Message) : Appended;

    /// <summary>The sender's own id was seen before: this is the message it made then.</summary>
    public sealed record Again(ThreadMessage.Typed Message) : Appended;

    /// <summary>No such thread for this person.</summary>
    public sealed record NotFound : Appended;
}
