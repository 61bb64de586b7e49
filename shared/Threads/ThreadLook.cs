namespace Onbehalf.Threads;

/// <summary>The result of a person's read of one thread.</summary>
public abstract record ThreadLook
{
    private ThreadLook()
    {
    }

    public sealed record Found(ThreadWithMembers Thread) : ThreadLook;

    /// <summary>The thread does not exist, or the person is not a member.</summary>
    public sealed record Gone : ThreadLook;

    /// <summary>The product that manages the members is unreachable. Access is refused for now, but stored memberships remain.</summary>
    public sealed record Unclear : ThreadLook;
}
