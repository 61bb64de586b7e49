using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Identity.Signals;

/// <summary>Reads the events of a token with a verified signature (CAEP 1.0, RISC 1.0). Unknown events are accepted and ignored.</summary>
internal static class SetEvents
{
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string OAuth = "https://schemas.openid.net/secevent/oauth/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";

    /// <summary>Returns the signals, or null if the token has no events (RFC 8417 §2.2 requires one).</summary>
    public static ImmutableArray<Signal>? Read(JsonElement claims, SignalPeople people, string transmitter, string id)
    {
        if (claims.Field("events") is not { ValueKind: JsonValueKind.Object } events || !events.EnumerateObject().Any())
            return null;
        var signals = ImmutableArray.CreateBuilder<Signal>();
        foreach (var happened in events.EnumerateObject())
        {
            // Shared Signals 1.0 has the subject once, in sub_id. Earlier transmitters and Okta have it in the event.
            if (KindOf(happened.Name) is not { } kind)
                continue;
            var keys = SetSubject.Keys(claims.Field("sub_id"), people, transmitter);
            if (keys.IsEmpty)
                keys = SetSubject.Keys(happened.Value.Field("subject"), people, transmitter);
            signals.AddRange(keys.Select(key => people.Signal(key, kind, id)).OfType<Signal>());
        }

        return signals.ToImmutable();
    }

    private static SignalKind? KindOf(string type) => type switch
    {
        // Google: all tokens of a person at all applications. A single token ("token-revoked") is named by its hash only.
        Caep + "session-revoked" or Risc + "sessions-revoked" or OAuth + "tokens-revoked" => SignalKind.SessionsRevoked,
        Caep + "credential-change" or Risc + "account-credential-change-required" or Risc + "credential-compromise" => SignalKind.CredentialChanged,
        Caep + "token-claims-change" or Risc + "account-enabled" => SignalKind.AccountChanged,
        Risc + "account-disabled" or Risc + "account-purged" => SignalKind.AccountEnded,
        _ => null,
    };
}
