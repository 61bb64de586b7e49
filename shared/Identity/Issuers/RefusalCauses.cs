using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Determines the cause of a refusal from RFC 6749's <c>error</c>, Entra's error numbers and the providers' descriptions. <c>invalid_grant</c>
/// alone means only that this token is dead.
/// </summary>
internal static partial class RefusalCauses
{
    private static readonly FrozenDictionary<int, RefusalCause> Entra = new Dictionary<int, RefusalCause>
    {
        [50034] = RefusalCause.AccountEnded, // UserAccountNotFound
        [50057] = RefusalCause.AccountEnded, // UserDisabled
        [51004] = RefusalCause.AccountEnded, // UserAccountNotInDirectory
        [500571] = RefusalCause.AccountEnded, // GuestUserDisabled
        [50053] = RefusalCause.AccountLocked,
        [50055] = RefusalCause.PasswordExpired,
        [50144] = RefusalCause.PasswordExpired,
        [70008] = RefusalCause.TokenDead,
        [70043] = RefusalCause.TokenDead,
        [50089] = RefusalCause.TokenDead,
        [50173] = RefusalCause.TokenDead,
        [700081] = RefusalCause.TokenDead,
        [700082] = RefusalCause.TokenDead,
        [700084] = RefusalCause.TokenDead,
    }.ToFrozenDictionary();

    /// <summary>Whole sentences. A part of a sentence is ambiguous, as in "no account has been deleted".</summary>
    private static readonly FrozenDictionary<string, RefusalCause> Sentences = new Dictionary<string, RefusalCause>(StringComparer.OrdinalIgnoreCase)
    {
        ["User disabled"] = RefusalCause.AccountEnded, // Keycloak
        ["User is disabled"] = RefusalCause.AccountEnded,
        ["Account disabled"] = RefusalCause.AccountEnded,
        ["Account is disabled"] = RefusalCause.AccountEnded,
        ["Account has been deleted"] = RefusalCause.AccountEnded, // Google
        ["The account has been deleted"] = RefusalCause.AccountEnded,
        ["Account has been disabled"] = RefusalCause.AccountEnded,
        ["The account has been disabled"] = RefusalCause.AccountEnded,
        ["User is blocked"] = RefusalCause.AccountEnded, // Auth0
        ["User blocked"] = RefusalCause.AccountEnded,
        ["User is deactivated"] = RefusalCause.AccountEnded,
        ["User has been deactivated"] = RefusalCause.AccountEnded,
        ["User temporarily disabled"] = RefusalCause.AccountLocked, // Keycloak, after wrong passwords
        ["Account temporarily disabled"] = RefusalCause.AccountLocked,
        ["Account is temporarily disabled"] = RefusalCause.AccountLocked,
        ["User is locked out"] = RefusalCause.AccountLocked,
        ["Account is locked"] = RefusalCause.AccountLocked,
        ["Account locked"] = RefusalCause.AccountLocked,
        ["Password expired"] = RefusalCause.PasswordExpired,
        ["Password has expired"] = RefusalCause.PasswordExpired,
        ["Account is not fully set up"] = RefusalCause.Interaction, // Keycloak: a required action
        ["reauth related error (invalid_rapt)"] = RefusalCause.Interaction, // Google
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> TokenErrors = FrozenSet.Create(
        StringComparer.Ordinal, "invalid_grant", "bad_refresh_token", "invalid_refresh_token");

    public static RefusalCause Of(string error, string? description, IReadOnlyCollection<int> numbers)
    {
        if (IsInteraction(error))
            return RefusalCause.Interaction;
        // Auth0 reports a blocked person as "unauthorized" or "access_denied". Without a known description these errors have no meaning for the person.
        var said = description is null ? RefusalCause.NotThePerson : Sentences.GetValueOrDefault(description.Trim().TrimEnd('.'));
        if (error is "unauthorized" or "access_denied")
            return said;
        if (!TokenErrors.Contains(error))
            return RefusalCause.NotThePerson;
        if (said is not RefusalCause.NotThePerson)
            return said;
        // Several numbers, or an unknown one, mean another factor, a policy or a consent. The token may still be valid.
        return numbers.Count switch
        {
            0 => RefusalCause.TokenDead,
            1 => Entra.GetValueOrDefault(numbers.First(), RefusalCause.Interaction),
            _ => RefusalCause.Interaction,
        };
    }

    /// <summary>Returns Entra's error numbers from <c>error_codes</c>, or else from the start of the description.</summary>
    public static IReadOnlyCollection<int> NumbersIn(IEnumerable<int> listed, string? description)
    {
        int[] numbers = [.. listed.Distinct()];
        return numbers.Length == 0 && description is not null && Number().Match(description) is { Success: true } match
            ? [int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]
            : numbers;
    }

    private static bool IsInteraction(string error) =>
        error is "interaction_required" or "login_required" or "consent_required" or "account_selection_required" or "mfa_required" or "reauth_required";

    [GeneratedRegex("^AADSTS([0-9]{4,8})(?![0-9])")]
    private static partial Regex Number();
}
