using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;

namespace Onbehalf.Delegation.OnBehalf;

/// <summary>What on-behalf-of processes keep, in each person's part of the vault.</summary>
internal sealed class OnBehalfGrants(PersonSecrets secrets)
{
    public async Task<OnBehalfGrant?> ReadAsync(SubjectId subject, Connection connection, CancellationToken cancellation)
    {
        if (await secrets.ReadAsync(subject, connection.Secret, cancellation).ConfigureAwait(false) is not { } secret)
            return null;
        return JsonSerializer.Deserialize<Stored>(secret.Reveal(), JsonSerializerOptions.Web) is { Process: { } process, State: { } state } ? new(process, new(state)) : null;
    }

    /// <summary>Versions before it are out of use: Entra takes a renewed token's predecessor until it ends.</summary>
    public async Task WriteAsync(SubjectId subject, Connection connection, OnBehalfGrant grant)
    {
        var before = await secrets.FindAsync(subject, connection.Secret, null, CancellationToken.None).ConfigureAwait(false);
        await secrets.SetAsync(
            subject, connection.Secret, new(JsonSerializer.Serialize(new Stored(grant.Process, grant.State.Reveal()), JsonSerializerOptions.Web)), CancellationToken.None).ConfigureAwait(false);
        if (before is not null)
            await secrets.DisableAsync(subject, connection.Secret, before.Version, CancellationToken.None).ConfigureAwait(false);
    }

    public Task EndAsync(SubjectId subject, Connection connection) => secrets.DisableAllAsync(subject, connection.Secret, CancellationToken.None);

    private sealed record Stored(string Process, string State);
}
