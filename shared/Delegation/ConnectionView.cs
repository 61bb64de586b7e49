using Onbehalf.Delegation.Grants;

namespace Onbehalf.Delegation;

/// <summary>One connection as its person sees it.</summary>
/// <param name="Account">The account at the provider, if the provider named it.</param>
public sealed record ConnectionView(
    string Provider,
    string Name,
    string Kind,
    GrantState State,
    string? Reason,
    IReadOnlyList<string> Scopes,
    string? Account,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? LastUsedAt);
