namespace Onbehalf.Identity;

/// <summary>
/// Something that lasts longer than a request and must end when its person does: sessions, grants, automations. Ending twice is ending once;
/// what cannot be ended throws, and the offboarding says so and tries again.
/// </summary>
public interface IEndsWithPerson
{
    /// <summary>For the audit: what kind of thing ends.</summary>
    string Kind { get; }

    /// <returns>How many ended.</returns>
    Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation);
}
