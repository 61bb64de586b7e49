namespace Onbehalf.Threads;

/// <summary>A person's look at one thread.</summary>
public abstract record ThreadLook
{
    private ThreadLook()
    {
    }

    public sealed record Found(ThreadWithMembers Thread) : ThreadLook;

    /// <summary>There is no such thread, or the person is not in it.</summary>
    public sealed record Gone : ThreadLook;

    /// <summary>The product that keeps the members cannot be asked: the thread is closed for now, and nobody has left it.</summary>
    public sealed record Unclear : ThreadLook;
}
