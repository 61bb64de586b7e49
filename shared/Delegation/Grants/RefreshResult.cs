using Onbehalf.Identity.Issuers;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>What came of refreshing one person's grant.</summary>
internal abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>The grant's successor, if there is one, is safe in the vault.</summary>
    public sealed record Fresh(DelegatedGrant Grant, SecretText AccessToken, TimeSpan ExpiresIn) : RefreshResult;

    /// <summary>Only the person can bring it back.</summary>
    public sealed record Ended : RefreshResult;

    public sealed record Unavailable(string Reason) : RefreshResult;

    /// <summary>The provider gave a successor and the vault did not take it: it is kept in memory and tried again first.</summary>
    public sealed record NotKept(Spent Spent) : RefreshResult;
}

/// <summary>A refresh that happened and whose successor is not in the vault yet.</summary>
internal sealed record Spent(string Grant, string Version, TokenAnswer.Granted Answer);
