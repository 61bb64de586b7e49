using System.Text.Json;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// Reads Okta's event hooks. They have a fixed secret in a header, no signature and no time, so <c>uuid</c> is the deduplication key. Delivery
/// is at least once and unordered. The one-time verification of the address is a GET.
/// </summary>
internal sealed class OktaHook(SignalPeople people, string header, SharedSecret secret, string? application) : ISignalSource
{
    private const int LongestChallenge = 1024;

    public string Provider => people.Provider;

    public Task<SignalReading> ReadAsync(SignalRequest request) => Task.FromResult(Read(request));

    private SignalReading Read(SignalRequest request)
    {
        if (request.IsGet)
            return request.Only("X-Okta-Verification-Challenge") is { Length: > 0 and <= LongestChallenge } challenge
                ? new SignalReading.Echo("application/json", JsonSerializer.Serialize(new { verification = challenge }))
                : new SignalReading.NotHere();
        if (!secret.Matches(request.Only(header)))
            return new SignalReading.Forged("secret");
        if (SignalJson.Object(request.Body) is not { } body
            || body.Field("data") is not { } data
            || data.Field("events") is not { ValueKind: JsonValueKind.Array } events)
            return new SignalReading.Malformed("not an event hook's body");
        return new SignalReading.Heard([.. events.EnumerateArray().SelectMany(Signals)]);
    }

    private IEnumerable<Signal> Signals(JsonElement happened)
    {
        if (happened.Text("eventType") is not { } type
            || happened.Text("uuid") is not { Length: > 0 } id
            || happened.Field("target") is not { ValueKind: JsonValueKind.Array } targets
            || KindOf(type, targets) is not { } kind)
            return [];
        return targets.EnumerateArray()
            .Where(static target => target.Text("type") == "User")
            .Select(target => people.Signal(target.Text("id"), kind, id))
            .OfType<Signal>();
    }

    private SignalKind? KindOf(string type, JsonElement targets) =>
        type switch
        {
            "user.lifecycle.deactivate" or "user.lifecycle.suspend" or "user.lifecycle.delete.initiated" or "user.lifecycle.delete.completed" =>
                SignalKind.AccountEnded,
            "user.session.clear" => SignalKind.SessionsRevoked,
            "application.user_membership.remove" => IsThisApplication(targets) ? SignalKind.SessionsRevoked : SignalKind.AccountChanged,
            "user.account.update_password" or "user.account.reset_password" or "user.mfa.factor.deactivate" or "user.mfa.factor.reset_all" =>
                SignalKind.CredentialChanged,
            "group.user_membership.add"
            or "group.user_membership.remove"
            or "application.user_membership.add"
            or "user.account.lock"
            or "user.account.unlock"
            or "user.lifecycle.activate"
            or "user.lifecycle.reactivate"
            or "user.lifecycle.unsuspend" => SignalKind.AccountChanged,
            _ => null,
        };

    private bool IsThisApplication(JsonElement targets) =>
        application is not null && targets.EnumerateArray().Any(target => target.Text("type") == "AppInstance" && target.Text("id") == application);
}
