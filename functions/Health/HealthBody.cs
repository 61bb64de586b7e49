namespace Onbehalf.Functions.Health;

/// <summary>What anybody may know. <paramref name="IdentityConfirmSeconds"/>: how long a read may rely on the last confirmation of a person.</summary>
internal sealed record HealthBody(string Status, string Version, int IdentityConfirmSeconds, IReadOnlyDictionary<string, CheckBody> Checks);
