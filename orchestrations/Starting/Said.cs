using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>The result of posting a message to a thread.</summary>
public abstract record Said
{
    private Said()
    {
    }

    public sealed record Accepted(ThreadMessage.Typed Message) : Said;

    /// <summary>The thread does not exist, or the person is not a member.</summary>
    public sealed record NotFound : Said;

    public sealed record TooMany(string Sentence, TimeSpan RetryAfter) : Said;
}
