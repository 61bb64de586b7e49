namespace Onbehalf.Demo.Company;

/// <summary>A person of the tenant who plays a person of the demo. <paramref name="Name"/> is the user principal name, which is also the login's
/// name.</summary>
public sealed record ManagedLogin(DemoPerson Person, string Name, Guid ObjectId);
