namespace Onbehalf.Delegation;

/// <summary>The outcome of asking for a token. Both refusals carry a sentence the person can act on.</summary>
internal abstract record DelegatedTokenResult
{
    private DelegatedTokenResult()
    {
    }

    public sealed record Granted(DelegatedToken Token) : DelegatedTokenResult;

    /// <summary>Only the person can resolve it, on the Connections page.</summary>
    public sealed record ConsentRequired(string Reason) : DelegatedTokenResult;

    /// <summary>The provider or the vault failed; a retry can succeed.</summary>
    public sealed record Unavailable(string Reason) : DelegatedTokenResult;
}
