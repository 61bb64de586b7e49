using Onbehalf.Delegation;

namespace Onbehalf.Functions.Connections;

internal sealed record ConnectionBody(
    string Provider,
    string Name,
    string Kind,
    string State,
    string? Reason,
    IReadOnlyList<string> Scopes,
    string? Account,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? LastUsedAt)
{
    public static ConnectionBody Of(ConnectionView view) => new(
            view.Provider,
            view.Name,
            view.Kind,
            view.State.ToString().ToLowerInvariant(),
            view.Reason,
            view.Scopes,
            view.Account,
            view.ConnectedAt,
            view.LastUsedAt);
}
