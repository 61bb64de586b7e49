namespace Onbehalf.Identity.Issuers;

/// <summary>The cause of a provider's refusal to renew a person's tokens, as far as the provider reports it.</summary>
internal enum RefusalCause
{
    /// <summary>The client, the request or the provider is at fault, not the person.</summary>
    NotThePerson,

    /// <summary>The refresh token is expired, revoked, unknown, or was unused for too long.</summary>
    TokenDead,

    /// <summary>The provider requires an interaction: a second factor, consent, a policy. The token may become valid again.</summary>
    Interaction,

    PasswordExpired,

    AccountLocked,

    /// <summary>The provider states that the account is disabled or deleted. No other cause is a definite refusal.</summary>
    AccountEnded,
}
