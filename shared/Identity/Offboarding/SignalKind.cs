namespace Onbehalf.Identity.Offboarding;

/// <summary>What a provider says happened to somebody. What it is worth is decided by asking the directory.</summary>
public enum SignalKind
{
    /// <summary>Something about the account or its groups changed: what is remembered is forgotten, and the directory is asked.</summary>
    AccountChanged,

    /// <summary>A grant of theirs is no longer honoured where it was given. They may have taken it back: nobody is blocked, and the directory is asked.</summary>
    GrantRefused,

    /// <summary>Every sign-in is over. The person is not blocked: they sign in again.</summary>
    SessionsRevoked,

    /// <summary>A password or a factor changed: whoever held the old one may hold a session. Ends what <see cref="SessionsRevoked"/> ends.</summary>
    CredentialChanged,

    /// <summary>Disabled, suspended or deleted: the person is blocked until the directory has been asked.</summary>
    AccountEnded,
}
