using Onbehalf.Ids;

namespace Onbehalf.People;

/// <summary>
/// A person as their identity provider knows them. <paramref name="Key"/> is Entra's <c>oid</c>, elsewhere <c>sub</c>
/// (OIDC Core §2); <paramref name="Name"/> is for display only and decides nothing.
/// </summary>
public sealed record Subject(SubjectId Id, string ProviderId, string Issuer, string? Tenant, string Key, string Name);
