using Onbehalf.Identity.Issuers;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>The result of refreshing one person's grant.</summary>
internal abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>The grant's successor, if any, is stored in the vault.</summary>
    public sealed record Fresh(DelegatedGrant Grant, SecretText AccessToken, TimeSpan ExpiresIn) : RefreshResult;

    /// <summary>Only the person can restore it.</summary>
    public sealed record Ended : RefreshResult;

    public sealed record Unavailable(string Reason) : RefreshResult;

    /// <summary>The provider issued a successor, but the vault write failed. The successor is kept in memory, and the write is retried first.</summary>
    public sealed record NotKept(Spent Spent) : RefreshResult;
}

/// <summary>A completed refresh whose successor is not in the vault yet.</summary>
internal sealed record Spent(string Grant, string Version, TokenAnswer.Granted Answer);
