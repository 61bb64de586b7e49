using System.Text.Json;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// Reads Microsoft Graph's change notifications about users, groups and the subscription itself. Each must contain the <c>clientState</c> of the
/// subscription. Only <c>deleted</c> is specific; every other type reports an unspecified change.
/// </summary>
internal sealed class GraphNotifications(SignalPeople people, SharedSecret clientState) : ISignalSource
{
    private const string Validation = "validationToken";
    private const int LongestValidation = 2048;

    public string Provider => people.Provider;

    public Task<SignalReading> ReadAsync(SignalRequest request) => Task.FromResult(Read(request));

    private SignalReading Read(SignalRequest request)
    {
        if (request.IsGet)
            return new SignalReading.NotHere();
        if (request.Query.ContainsKey(Validation))
            return request.Query[Validation] is [{ Length: > 0 and <= LongestValidation } token]
                ? new SignalReading.Echo("text/plain", token)
                : new SignalReading.Forged("validation token");
        // A body that is no notification contains no secret, so its sender is unproven.
        if (SignalJson.Object(request.Body) is not { } body || body.Field("value") is not { ValueKind: JsonValueKind.Array } value)
            return new SignalReading.Forged("not a notification");
        var notifications = value.EnumerateArray().ToArray();
        if (notifications.Length == 0 || !notifications.All(notification => clientState.Matches(notification.Text("clientState"))))
            return new SignalReading.Forged("client state");
        return new SignalReading.Heard(
            [.. notifications.SelectMany(Signals)],
            MissedSome: notifications.Any(static notification => notification.Text("lifecycleEvent") is not null));
    }

    private IEnumerable<Signal> Signals(JsonElement notification)
    {
        if (notification.Text("lifecycleEvent") is not null
            || notification.Text("tenantId") is not { } tenant
            || notification.Field("resourceData") is not { } data)
            return [];
        var id = notification.Text("id");
        if (data.Field("members@delta") is { ValueKind: JsonValueKind.Array } members)
            return members.EnumerateArray().Select(member => people.Signal(member.Text("id"), SignalKind.AccountChanged, id, tenant)).OfType<Signal>();
        if (!IsUser(notification, data))
            return [];
        var kind = notification.Text("changeType") == "deleted" ? SignalKind.AccountEnded : SignalKind.AccountChanged;
        return people.Signal(data.Text("id"), kind, id, tenant) is { } signal ? [signal] : [];
    }

    private static bool IsUser(JsonElement notification, JsonElement data) =>
        data.Text("@odata.type") is { } type
            ? type.EndsWith(".User", StringComparison.OrdinalIgnoreCase)
            : notification.Text("resource")?.StartsWith("users/", StringComparison.OrdinalIgnoreCase) == true;
}
