using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary><paramref name="Name"/> is the login, the short name at the identity provider and the owner of rows.</summary>
public sealed record DemoPerson(string Name, string DisplayName, ImmutableArray<string> Groups);
