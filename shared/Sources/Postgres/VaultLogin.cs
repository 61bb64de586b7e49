using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>Reads a person's login from the vault, under a name derived from their subject alone.</summary>
internal sealed class VaultLogin(PersonSecrets secrets)
{
    public async Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation)
    {
        if (await secrets.ReadAsync(authority.Subject.Id, purpose, cancellation) is not { } secret)
            return new LoginResult.Absent();
        using var document = JsonDocument.Parse(secret.Reveal());
        return document.RootElement.TryGetProperty("username", out var username) && document.RootElement.TryGetProperty("password", out var password)
            ? new LoginResult.Known(username.GetString()!, new SecretText(password.GetString()!))
            : new LoginResult.Absent();
    }
}
