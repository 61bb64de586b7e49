using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>What came of saying something in a thread.</summary>
public abstract record Said
{
    private Said()
    {
    }

    public sealed record Accepted(ThreadMessage.Typed Message) : Said;

    /// <summary>No such thread for this person.</summary>
    public sealed record NotFound : Said;

    public sealed record TooMany(string Sentence, TimeSpan RetryAfter) : Said;
}
