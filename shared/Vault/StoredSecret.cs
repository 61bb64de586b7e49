namespace Onbehalf.Vault;

/// <summary>A secret with its name and version in the vault.</summary>
internal sealed record StoredSecret(SecretName Name, string Version, SecretText Text);
