using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// Whom a security event names (RFC 9493): by issuer and subject, by the transmitter's own id, by the user of several. An e-mail or a phone names
/// nobody here.
/// </summary>
internal static class SetSubject
{
    private const int MostAliases = 20;

    /// <summary>Keys of one person; several where the transmitter gives several names that may each be the one known here.</summary>
    public static ImmutableArray<string> Keys(JsonElement? subject, SignalPeople people, string transmitter)
    {
        if (subject is not { ValueKind: JsonValueKind.Object } named)
            return [];
        return Format(named) switch
        {
            // §3.2.8: several names of the same person, none of which is itself a list of names.
            "aliases" => named.Field("identifiers") is { ValueKind: JsonValueKind.Array } names
                ? [.. names.EnumerateArray().Take(MostAliases).Select(name => Key(name, people, transmitter)).OfType<string>().Distinct(StringComparer.Ordinal)]
                : [],
            "complex" or null => named.Field("user") is { ValueKind: JsonValueKind.Object } user && Format(user) is not "complex" && user.Field("user") is null
                ? Keys(user, people, transmitter)
                : [],
            _ => Key(named, people, transmitter) is { } key ? [key] : [],
        };
    }

    private static string? Format(JsonElement subject) => subject.Text("format") ?? subject.Text("subject_type");

    private static string? Key(JsonElement named, SignalPeople people, string transmitter)
    {
        if (named.ValueKind is not JsonValueKind.Object)
            return null;
        switch (Format(named))
        {
            // Google's events name people by the claims of their ID tokens.
            case "iss_sub" or "iss-sub" or "id_token_claims" or "id-token-claims":
                var issuer = named.Text("iss");
                return IssuerName.IsSame(issuer, people.Issuer.Url) || IssuerName.IsSame(issuer, transmitter) ? named.Text("sub") : null;
            case "opaque":
                return named.Text("id");
            default:
                return null;
        }
    }
}
