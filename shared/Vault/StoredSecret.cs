namespace Onbehalf.Vault;

/// <summary>A secret and where exactly it stands in the vault.</summary>
internal sealed record StoredSecret(SecretName Name, string Version, SecretText Text);
