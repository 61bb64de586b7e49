using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>Confirms the current members of a thread, to determine what all of them may see.</summary>
public sealed class MemberAuthorities(PeopleStore people, Authorities authorities)
{
    private const int Most = 24;

    /// <summary>
    /// Returns the authorities of the speaker, who is first, and of the other active members. Inactive members see nothing and are excluded. Null
    /// if a member cannot be confirmed, or if there are too many members.
    /// </summary>
    public async Task<ImmutableArray<Authority>?> OfAsync(Authority speaker, IEnumerable<Member> present, CancellationToken cancellation)
    {
        var others = present.Where(member => member.Subject != speaker.Subject.Id).ToArray();
        if (others.Length >= Most)
            return null;
        var answers = await Task.WhenAll(others.Select(member => ConfirmAsync(member.Subject, cancellation)));
        return answers.Any(static answer => answer is null || (answer is AuthorityResult.Refused { Code: var code } && AccountCodes.IsForNow(code)))
            ? null
            : [speaker, .. answers.OfType<AuthorityResult.Confirmed>().Select(static confirmed => confirmed.Authority)];
    }

    /// <summary>Returns the authority of one person; null if they cannot be confirmed.</summary>
    internal async Task<Authority?> FindAsync(SubjectId member, CancellationToken cancellation) =>
        await ConfirmAsync(member, cancellation) is AuthorityResult.Confirmed { Authority: var confirmed } ? confirmed : null;

    private async Task<AuthorityResult?> ConfirmAsync(SubjectId member, CancellationToken cancellation) =>
        await people.FindAsync(member, cancellation) is { } subject && authorities.CanConfirmForOthers(subject)
            ? await authorities.ConfirmAsync(subject, Freshness.Read, cancellation)
            : null;
}
