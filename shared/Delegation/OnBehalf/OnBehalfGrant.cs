namespace Onbehalf.Delegation.OnBehalf;

/// <param name="Process">One begun process, however often what it keeps is renewed: the version of the grant in cache keys.</param>
internal sealed record OnBehalfGrant(string Process, SecretText State);
