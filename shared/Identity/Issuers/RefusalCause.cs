namespace Onbehalf.Identity.Issuers;

/// <summary>Why a provider does not renew a person's tokens, as far as it says.</summary>
internal enum RefusalCause
{
    /// <summary>Nothing about the person: the client, the request or the provider is at fault.</summary>
    NotThePerson,

    /// <summary>The refresh token is expired, idle for too long, revoked or unknown.</summary>
    TokenDead,

    /// <summary>The provider wants to see the person: a second factor, consent, a policy. The token may work again.</summary>
    Interaction,

    PasswordExpired,

    AccountLocked,

    /// <summary>The provider states that the account is disabled or gone. Nothing else is a clear no.</summary>
    AccountEnded,
}
