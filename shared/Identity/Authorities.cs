namespace Onbehalf.Identity;

/// <summary>The only mint of <see cref="Authority"/>.</summary>
public sealed class Authorities
{
    /// <summary>Confirms at the directory that the person is active, and with which groups. Calls started together share one question.</summary>
    public Task<AuthorityResult> ConfirmAsync(Subject subject, Freshness freshness, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
