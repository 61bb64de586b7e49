using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Decides who is in threads whose members another product keeps, such as a chat channel. <see cref="ThreadStore"/> asks it at every look at such a
/// thread, so an answer that is remembered is at most as old as it says itself.
/// </summary>
public interface IThreadDoor
{
    Task<Admission> AdmitsAsync(SubjectId person, ThreadId thread, CancellationToken cancellation);
}

public abstract record Admission
{
    private Admission()
    {
    }

    public sealed record Inside(Participant Person) : Admission;

    public sealed record Outside : Admission;

    /// <summary>The other product cannot be asked: nobody comes in, and nobody loses their membership.</summary>
    public sealed record Unclear : Admission;
}
