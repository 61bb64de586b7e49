using System.Collections.Concurrent;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Delegation.Grants;

/// <summary>The cache of <see cref="DelegatedTokens"/>, by person and connection.</summary>
internal sealed class HeldTokens(TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(SubjectId Subject, ConnectionName Connection), HeldToken> _held = new();

    public HeldToken Of(SubjectId subject, ConnectionName connection)
    {
        if (_held.Count > MaxRemembered)
            Trim();
        return _held.GetOrAdd((subject, connection), static _ => new());
    }

    public void Forget(SubjectId subject, ConnectionName connection)
    {
        if (_held.TryGetValue((subject, connection), out var held))
            held.Forget();
    }

    private void Trim()
    {
        var now = time.GetUtcNow();
        foreach (var (key, held) in _held)
        {
            if (held.Question.IsIdle && held.Unkept is null && (held.Cached is not { } kept || kept.Token.ExpiresAt < now))
                _held.TryRemove(key, out _);
        }
    }
}

/// <summary>The cache entry of one person and one connection: a valid token, and the pending request for the next one.</summary>
internal sealed class HeldToken
{
    private CachedToken? _kept;
    private MissingGrant? _missing;

    public SharedQuestion<DelegatedTokenResult> Question { get; } = new();

    public CachedToken? Cached => Volatile.Read(ref _kept);

    /// <summary>A recent result that no grant exists.</summary>
    public MissingGrant? Missing => Volatile.Read(ref _missing);

    /// <summary>Only the pending request reads and writes these two.</summary>
    public Spent? Unkept { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public void Keep(CachedToken token)
    {
        Volatile.Write(ref _missing, null);
        Volatile.Write(ref _kept, token);
    }

    /// <summary>Notes that the grant is still valid, unless the token was dropped meanwhile.</summary>
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

/// <param name="RefreshAt">A time before the expiry, with jitter per person.</param>
/// <param name="CheckedAt">When its grant was last found valid.</param>
internal sealed record CachedToken(DelegatedToken Token, DateTimeOffset RefreshAt, DateTimeOffset CheckedAt);

internal sealed record MissingGrant(DelegatedTokenResult.ConsentRequired Answer, DateTimeOffset CheckedAt);
