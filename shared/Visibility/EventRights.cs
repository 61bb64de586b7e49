using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>
/// Decides whether the only recipient of an event may still see it. Each delivery compares the evidence of the event with the recipient's present
/// rights, because the log can be read again later.
/// </summary>
public sealed class EventRights(Authorities authorities, AnswerVisibility visibility)
{
    /// <summary>Returns null if the person cannot be confirmed now.</summary>
    public Task<Authority?> ConfirmAsync(Subject recipient, CancellationToken cancellation) =>
        authorities.FindAsync(recipient, Freshness.Read, cancellation);

    /// <param name="recipient">The recipient, confirmed for this delivery.</param>
    /// <param name="happened">The event. Without evidence it is always covered.</param>
    /// <param name="cancellation">Ends the wait for the sources.</param>
    public Task<bool> CoverAsync(Authority recipient, ThreadEvent happened, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return visibility.IsOpenAsync(recipient, happened.Evidence, cancellation);
    }
}
