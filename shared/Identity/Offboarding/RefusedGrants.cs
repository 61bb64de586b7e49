using Onbehalf.Ids;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// Handles a refused grant. It does not prove that the account has ended, because the person can have revoked it. The directory is asked
/// immediately and decides. Cached confirmations are invalid until it has answered.
/// </summary>
internal sealed class RefusedGrants(Offboard offboard)
{
    /// <summary>
    /// Must be called before the grant is deleted, so that after a crash the refusal is found again. The directory is asked after the return,
    /// because that can need a lease that the caller has.
    /// </summary>
    /// <param name="grant">A unique name of the grant, used to ignore repeated refusals.</param>
    public async Task HearAsync(string provider, SubjectId person, string grant, CancellationToken cancellation)
    {
        if (await offboard.HearAsync(new(provider, person, SignalKind.GrantRefused, grant), cancellation))
            _ = offboard.FollowUpAsync([person], CancellationToken.None);
    }
}
