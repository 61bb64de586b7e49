namespace Onbehalf.People;

/// <summary>
/// Something that lasts longer than a request and must end when its person does: sessions, grants, automations. Ending twice is ending once;
/// what cannot be ended throws, and the offboarding says so and tries again.
/// </summary>
public interface IEndsWithPerson
{
    /// <summary>For the audit: what kind of thing ends.</summary>
    string Kind { get; }

    /// <summary>Whether it ends already when only the person's sign-ins do: a revoked session, a changed password.</summary>
    bool EndsWithSession => false;

    /// <returns>How many ended.</returns>
    Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation);

    /// <summary>
    /// Everybody who still has such a thing alive. The sweep asks their directories, and so finds who is gone although no signal told; who is
    /// not listed here is never looked for.
    /// </summary>
    IAsyncEnumerable<Subject> StillAliveAsync(CancellationToken cancellation) => AsyncEnumerable.Empty<Subject>();
}
