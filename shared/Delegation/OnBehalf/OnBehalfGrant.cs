using Onbehalf.Vault;

namespace Onbehalf.Delegation.OnBehalf;

/// <param name="Process">One begun process, however often what it keeps is renewed: the version of the grant in cache keys.</param>
/// <param name="Version">Where it stands in the vault.</param>
internal sealed record OnBehalfGrant(string Process, SecretText State, string Version);
