using System.Text.Json;
using Onbehalf.Delegation;

namespace Onbehalf.Identity.Issuers;

/// <summary>The refresh token of a person's latest sign-in, in their part of the vault, with the session it belongs to.</summary>
internal sealed class SessionGrants(PersonSecrets secrets)
{
    public async Task<SessionGrant?> ReadAsync(SubjectId subject, Issuer issuer, CancellationToken cancellation)
    {
        if (await secrets.ReadAsync(subject, issuer.SessionGrant, cancellation).ConfigureAwait(false) is not { } secret)
            return null;
        var stored = JsonSerializer.Deserialize<Stored>(secret.Reveal(), JsonSerializerOptions.Web);
        return stored is null ? null : new(stored.Session, new(stored.RefreshToken));
    }

    public Task WriteAsync(SubjectId subject, Issuer issuer, SessionGrant grant, CancellationToken cancellation) =>
        secrets.WriteAsync(
            subject,
            issuer.SessionGrant,
            new(JsonSerializer.Serialize(new Stored(grant.Session, grant.RefreshToken.Reveal()), JsonSerializerOptions.Web)),
            cancellation);

    public Task DeleteAsync(SubjectId subject, Issuer issuer, CancellationToken cancellation) =>
        secrets.DeleteAsync(subject, issuer.SessionGrant, cancellation);

    private sealed record Stored(string Session, string RefreshToken);
}

/// <summary><paramref name="Session"/> is the hash of the session id: signing out elsewhere does not take it away.</summary>
internal sealed record SessionGrant(string Session, SecretText RefreshToken);
