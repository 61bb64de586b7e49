using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Decides membership of threads whose members another product manages, such as a chat channel. <see cref="ThreadStore"/> calls it on each access
/// to such a thread. The implementation defines the maximum age of a cached answer.
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

    /// <summary>The other product is unreachable. Access is refused, but stored memberships remain.</summary>
    public sealed record Unclear : Admission;
}
