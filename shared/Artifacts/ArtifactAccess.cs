using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// The access rule of an artifact. Only its maker has a draft. A published artifact is open to the members who can read the message that
/// put it into the thread. A member who joined later gets it when it is put there again.
/// </summary>
public sealed class ArtifactAccess(ThreadStore threads)
{
    public async Task<bool> HasAsync(Authority person, ArtifactHead head, CancellationToken cancellation) =>
        await SinceAsync(person, head, cancellation) is not null;

    /// <summary>
    /// Returns the number of the op where the person's history starts, which is set when the artifact is put into the thread. The maker can
    /// read the versions of the draft, too. Null for a person without access.
    /// </summary>
    internal async Task<long?> SinceAsync(Authority person, ArtifactHead head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(head);
        if (head.IsDeleted)
            return null;
        var isMaker = head.Maker.Subject == person.Subject.Id;
        if (head.Thread is null)
            return isMaker ? 0 : null;
        return await PlacesAsync(person.Subject.Id, head, cancellation) is [var first, ..] ? isMaker ? 0 : first.Seq : null;
    }

    /// <summary>Returns the publications that a person can read. Empty for a draft, and for a person without access.</summary>
    internal async Task<ImmutableArray<ArtifactPlace>> PlacesAsync(SubjectId person, ArtifactHead head, CancellationToken cancellation) =>
        !head.IsDeleted && head.Thread is { } thread && await threads.FindMemberAsync(person, thread, cancellation) is { } member
            ? [.. head.Places.Where(place => member.MayRead(place.Message))]
            : [];
}
