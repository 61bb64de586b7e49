using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// Who reads and changes an artifact. A draft is its maker's. In a thread it belongs to the members to whom the message that put it there is
/// open: somebody who joined later sees it when it is put there again.
/// </summary>
public sealed class ArtifactAccess(ThreadStore threads)
{
    public async Task<bool> HasAsync(Authority person, ArtifactHead head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(head);
        if (head.IsDeleted)
            return false;
        return head.Published is { } place
            ? await threads.FindMemberAsync(person.Subject.Id, place.Message.Thread, cancellation) is { } member && member.MayRead(place.Message)
            : head.Maker.Subject == person.Subject.Id;
    }
}
