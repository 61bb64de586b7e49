using Onbehalf.Delegation;

namespace Onbehalf.Identity;

/// <summary>Browser sessions: a random id in a cookie, its SHA-256 in table <c>sessions</c>, the refresh token in the person's vault.</summary>
public sealed class Sessions
{
    /// <summary>Starts a session for a person who has just proven who they are.</summary>
    public Task<SessionCookie> CreateAsync(Subject subject, SecretText? refreshToken, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
