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
