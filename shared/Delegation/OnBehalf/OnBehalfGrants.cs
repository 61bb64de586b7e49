using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>Stores the state of on-behalf-of processes in each person's vault secrets.</summary>
internal sealed class OnBehalfGrants(PersonSecrets secrets)
{
    public async Task<OnBehalfGrant?> ReadAsync(SubjectId subject, Connection connection, CancellationToken cancellation)
    {
        if (await secrets.FindAsync(subject, connection.Secret, null, cancellation) is not { } secret)
            return null;
        return JsonSerializer.Deserialize<Stored>(secret.Text.Reveal(), JsonSerializerOptions.Web) is { Process: { } process, State: { } state }
            ? new(process, new(state), secret.Version)
            : null;
    }

    /// <param name="before">The previous version, which is disabled, because Entra accepts the predecessor of a renewed token until it expires.</param>
    public async Task<OnBehalfGrant> WriteAsync(SubjectId subject, Connection connection, string process, SecretText state, string? before)
    {
        var text = JsonSerializer.Serialize(new Stored(process, state.Reveal()), JsonSerializerOptions.Web);
        var stored = await secrets.SetAsync(subject, connection.Secret, new(text), CancellationToken.None);
        if (before is not null)
            await secrets.DisableAsync(subject, connection.Secret, before, CancellationToken.None);
        return new(process, state, stored.Version);
    }

    public Task EndAsync(SubjectId subject, Connection connection) => secrets.DisableAllAsync(subject, connection.Secret, CancellationToken.None);

    private sealed record Stored(string Process, string State);
}

/// <param name="Process">The id of the process, unchanged by renewals: the version of the grant in cache keys.</param>
/// <param name="Version">The version of its vault secret.</param>
internal sealed record OnBehalfGrant(string Process, SecretText State, string Version);
