using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>Stores refresh tokens in the vault, each with the id of its grant, so that a token of an earlier grant is never used for a newer one.</summary>
internal sealed class GrantSecrets(PersonSecrets secrets)
{
    /// <summary>Returns the refresh token, or null if the vault has none for this grant.</summary>
    public async Task<SecretText?> ReadAsync(DelegatedGrant grant, Connection connection, string version, CancellationToken cancellation)
    {
        if (await secrets.FindAsync(grant.Subject, connection.Secret, version, cancellation) is not { } secret)
            return null;
        var stored = JsonSerializer.Deserialize<Stored>(secret.Text.Reveal(), JsonSerializerOptions.Web);
        return stored?.Grant == grant.Grant ? new(stored.RefreshToken) : null;
    }

    /// <summary>Returns the version of the stored secret.</summary>
    public async Task<string> WriteAsync(
        SubjectId subject, Connection connection, string grant, string scopes, SecretText refreshToken, CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(new Stored(grant, scopes, refreshToken.Reveal()), JsonSerializerOptions.Web);
        return (await secrets.SetAsync(subject, connection.Secret, new(text), cancellation)).Version;
    }

    public Task DisableAsync(SubjectId subject, Connection connection, string version, CancellationToken cancellation) =>
        secrets.DisableAsync(subject, connection.Secret, version, cancellation);

    public Task DisableAllAsync(SubjectId subject, Connection connection, CancellationToken cancellation) =>
        secrets.DisableAllAsync(subject, connection.Secret, cancellation);

    public Task DeleteAsync(SubjectId subject, Connection connection, CancellationToken cancellation) =>
        secrets.DeleteAsync(subject, connection.Secret, cancellation);

    private sealed record Stored(string Grant, string Scopes, string RefreshToken);
}
