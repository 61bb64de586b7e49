using Onbehalf.Storage;

namespace Onbehalf.Delegation.Grants;

/// <summary>What this process holds for one person and one connection: a token while it is good, and the question that gets the next.</summary>
internal sealed class HeldToken
{
    private CachedToken? _kept;
    private MissingGrant? _missing;

    public SharedQuestion<DelegatedTokenResult> Question { get; } = new();

    public CachedToken? Cached => Volatile.Read(ref _kept);

    /// <summary>That there is nothing to get a token with, as of a moment ago.</summary>
    public MissingGrant? Missing => Volatile.Read(ref _missing);

    /// <summary>Only the question under way reads and writes these two.</summary>
    public Spent? Unkept { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public void Keep(CachedToken token)
    {
        Volatile.Write(ref _missing, null);
        Volatile.Write(ref _kept, token);
    }

    /// <summary>Notes that the grant still stood, unless the token was forgotten meanwhile.</summary>
    public bool Confirm(CachedToken token, DateTimeOffset now) => Interlocked.CompareExchange(ref _kept, token with { CheckedAt = now }, token) == token;

    public void Miss(MissingGrant missing)
    {
        Volatile.Write(ref _kept, null);
        Volatile.Write(ref _missing, missing);
    }

    public void Forget()
    {
        Volatile.Write(ref _kept, null);
        Volatile.Write(ref _missing, null);
    }
}

/// <param name="RefreshAt">Before it expires, and at another moment for everybody.</param>
/// <param name="CheckedAt">When its grant was last seen to stand.</param>
internal sealed record CachedToken(DelegatedToken Token, DateTimeOffset RefreshAt, DateTimeOffset CheckedAt);

internal sealed record MissingGrant(DelegatedTokenResult.ConsentRequired Answer, DateTimeOffset CheckedAt);
