using System.Collections.Concurrent;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;

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
