namespace Onbehalf.Identity;

/// <summary>The only mint of <see cref="Authority"/>.</summary>
public sealed class Authorities
{
    /// <summary>Confirms at the directory that the person is active, and with which groups. Calls started together share one question.</summary>
    public Task<AuthorityResult> ConfirmAsync(Subject subject, Freshness freshness, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>
    /// Whether somebody can still be asked about this person when the request's own proof is gone. A caller for whom this is false starts
    /// nothing that outlives the request.
    /// </summary>
    public Task<bool> CanConfirmLaterAsync(Subject subject, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Forgets what is known about a person, so that the next question goes to the directory whatever its freshness.</summary>
    public void Forget(SubjectId subject) => throw new NotImplementedException();
}
