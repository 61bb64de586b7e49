using Onbehalf.Ids;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// A provider no longer honours what a person once granted. That proves no end of their account, since they may have taken it back
/// themselves: their directory is asked at once, and everything ends where it says so. Until it has answered nothing remembered counts.
/// </summary>
/// <param name="offboard">Late, because what ends with a person is what hears of refusals.</param>
internal sealed class RefusedGrants(Func<Offboard> offboard)
{
    /// <summary>
    /// To be called before the grant is ended here, so that whoever dies in between hears the refusal again. The asking goes on after the
    /// return: it may have to wait for a lease that the caller holds.
    /// </summary>
    /// <param name="grant">Names the grant among all; one that is refused again is no news.</param>
    public async Task HearAsync(string provider, SubjectId person, string grant, CancellationToken cancellation)
    {
        if (await offboard().HearAsync(new(provider, person, SignalKind.GrantRefused, grant), cancellation))
            _ = offboard().FollowUpAsync([person], CancellationToken.None);
    }
}
