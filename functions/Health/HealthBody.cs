namespace Onbehalf.Functions.Health;

/// <summary>The public health report. <paramref name="IdentityConfirmSeconds"/>: the maximum age of a person's confirmation for a read.</summary>
internal sealed record HealthBody(string Status, string Version, int IdentityConfirmSeconds, IReadOnlyDictionary<string, CheckBody> Checks);
