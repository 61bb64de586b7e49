using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>
/// Decides whether the only recipient of an event may still see it. Text of a running answer and cards show data before there is a reply, and the
/// log can be read again later. Their evidence is therefore compared with the recipient's rights at each delivery, as that of a reply is.
/// </summary>
public sealed class EventRights(Authorities authorities, AnswerVisibility visibility)
{
    /// <summary>Returns null if the person cannot be confirmed now.</summary>
    public async Task<Authority?> ConfirmAsync(Subject recipient, CancellationToken cancellation) =>
        await authorities.ConfirmAsync(recipient, Freshness.Read, cancellation) is AuthorityResult.Confirmed { Authority: var authority } ? authority : null;

    /// <param name="now">The recipient, confirmed for this delivery.</param>
    public async Task<bool> CoverAsync(Authority now, ThreadEvent happened, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened.Evidence.IsEmpty || (await visibility.AreOpenAsync(now, [happened.Evidence], cancellation))[0];
    }
}
