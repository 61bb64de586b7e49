using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.Signals;

/// <summary>
/// Reads the subject of a security event (RFC 9493): issuer and subject, the transmitter's own id, or the user of a complex subject. E-mail
/// addresses and phone numbers are ignored.
/// </summary>
internal static class SetSubject
{
    private const int MostAliases = 20;

    /// <summary>Returns the keys of one person. A transmitter can give several identifiers, and any of them may match.</summary>
    public static ImmutableArray<string> Keys(JsonElement? subject, SignalPeople people, string transmitter)
    {
        if (subject is not { ValueKind: JsonValueKind.Object } named)
            return [];
        return Format(named) switch
        {
            // §3.2.8: several identifiers of the same person, none of which is itself of the format aliases.
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
            // Google's events identify people by the claims of their ID tokens.
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
