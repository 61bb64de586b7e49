using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>Stores the refresh token of a person's latest sign-in in their part of the vault, with its session.</summary>
internal sealed class SessionGrants(PersonSecrets secrets)
{
    /// <summary>Rotated tokens that the vault did not accept, each with the version of its predecessor.</summary>
    private readonly ConcurrentDictionary<(SubjectId Subject, SecretPurpose Name), SessionGrant> _unkept = new();

    public async Task<SessionGrant?> ReadAsync(SubjectId subject, Issuer issuer, CancellationToken cancellation)
    {
        if (await secrets.FindAsync(subject, issuer.SessionGrant, null, cancellation) is not { } secret)
            return null;
        if (_unkept.TryGetValue((subject, issuer.SessionGrant), out var unkept) && unkept.Version == secret.Version)
            return unkept;
        var stored = JsonSerializer.Deserialize<Stored>(secret.Text.Reveal(), JsonSerializerOptions.Web);
        return stored is null ? null : new(stored.Session, new(stored.RefreshToken), secret.Version) { IsDead = stored.Dead };
    }

    public Task WriteAsync(SubjectId subject, Issuer issuer, string session, SecretText refreshToken, CancellationToken cancellation) =>
        StoreAsync(subject, issuer, new(session, refreshToken.Reveal()), cancellation);

    /// <summary>
    /// Replaces a spent token with its successor, regardless of the caller's cancellation. Returns false if the vault rejects the write. The
    /// caller then uses nothing from that response. The next read returns the successor from memory, because a second use of the old token looks
    /// like theft.
    /// </summary>
    public async Task<bool> RotateAsync(SubjectId subject, Issuer issuer, SessionGrant spent, SecretText successor)
    {
        try
        {
            await WriteAsync(subject, issuer, spent.Session, successor, CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException)
        {
            _unkept[(subject, issuer.SessionGrant)] = spent with { RefreshToken = successor };
            return false;
        }
    }

    /// <summary>Marks the token as refused by the provider, unless the person has signed in since.</summary>
    public async Task MarkDeadAsync(SubjectId subject, Issuer issuer, SessionGrant grant)
    {
        if (grant.IsDead)
            return;
        try
        {
            if (await ReadAsync(subject, issuer, CancellationToken.None) is { } current && current.Version == grant.Version)
                await StoreAsync(subject, issuer, new(grant.Session, grant.RefreshToken.Reveal(), Dead: true), CancellationToken.None);
        }
        catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException)
        {
            // The next refusal repeats the mark.
        }
    }

    public Task DeleteAsync(SubjectId subject, Issuer issuer, CancellationToken cancellation) =>
        secrets.DeleteAsync(subject, issuer.SessionGrant, cancellation);

    private async Task StoreAsync(SubjectId subject, Issuer issuer, Stored stored, CancellationToken cancellation)
    {
        await secrets.WriteAsync(subject, issuer.SessionGrant, new(JsonSerializer.Serialize(stored, JsonSerializerOptions.Web)), cancellation);
        _unkept.TryRemove((subject, issuer.SessionGrant), out _);
    }

    private sealed record Stored(string Session, string RefreshToken, bool Dead = false);
}

/// <param name="Session">The hash of the session id. A sign-out of another session does not delete this grant.</param>
/// <param name="Version">The version of the vault secret.</param>
internal sealed record SessionGrant(string Session, SecretText RefreshToken, string Version)
{
    /// <summary>The provider has refused the token permanently. Sessions from before the next sign-in do not become valid again.</summary>
    public bool IsDead { get; init; }
}
