using Onbehalf.Ids;

namespace Onbehalf.Identity.Offboarding;

/// <summary>The kind of event that a provider reports about a person. The directory's answer decides its effect.</summary>
public enum SignalKind
{
    /// <summary>The account or its groups changed: cached confirmations are dropped, and the directory is asked.</summary>
    AccountChanged,

    /// <summary>A grant of the person was refused. They can have revoked it themselves, so nobody is blocked and the directory is asked.</summary>
    GrantRefused,

    /// <summary>All sign-ins have ended. The person is not blocked and can sign in again.</summary>
    SessionsRevoked,

    /// <summary>A password or a factor changed, so a session may belong to someone with the old one. Same effect as <see cref="SessionsRevoked"/>.</summary>
    CredentialChanged,

    /// <summary>The account was disabled, suspended or deleted: the person is blocked until the directory is asked.</summary>
    AccountEnded,
}

/// <summary>A verified event of a provider about one person.</summary>
/// <param name="Provider">The configured name of the provider; shown in the audit.</param>
/// <param name="Id">The provider's id of the event, used to detect repetitions; null if it has none.</param>
public sealed record Signal(string Provider, SubjectId Person, SignalKind Kind, string? Id);
