namespace Onbehalf.Demo.Company;

/// <summary>Somebody of the tenant who plays a person of the demo. <paramref name="Name"/> is their user principal name, which is the login's name as well.</summary>
public sealed record ManagedLogin(DemoPerson Person, string Name, Guid ObjectId);
