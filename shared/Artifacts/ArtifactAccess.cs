using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Who reads and changes an artifact. A draft is its maker's. In a thread it belongs to the members to whom the message that put it there is
/// open: somebody who joined later sees it when it is put there again.
/// </summary>
public sealed class ArtifactAccess(ThreadStore threads)
{
    public async Task<bool> HasAsync(Authority person, ArtifactHead head, CancellationToken cancellation) => await SinceAsync(person, head, cancellation) is not null;

    /// <summary>
    /// The number of the op from which on the person may look back: how it was put into the thread. The maker sees their draft, too. Null for
    /// somebody who does not have the artifact.
    /// </summary>
    internal async Task<long?> SinceAsync(Authority person, ArtifactHead head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(head);
        if (head.IsDeleted)
            return null;
        var isMaker = head.Maker.Subject == person.Subject.Id;
        if (head.Thread is not { } thread)
            return isMaker ? 0 : null;
        return await threads.FindMemberAsync(person.Subject.Id, thread, cancellation) is { } member && head.Places.FirstOrDefault(place => member.MayRead(place.Message)) is { } seen
            ? isMaker ? 0 : seen.Seq
            : null;
    }
}
