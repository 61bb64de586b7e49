using System.Collections.Concurrent;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>The access tokens of <see cref="SessionTokens"/>, in memory until shortly before they expire.</summary>
internal sealed class SessionTokenCache(TimeProvider time) : IEndsWithPerson
{
    /// <summary>A cached token is discarded this long before its expiry, so that no connection is opened with a token that soon expires.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(SubjectId Subject, string Scope), Cached> _tokens = new();

    public string Kind => "resource-token";

    public bool EndsWithSession => true;

    public SecretText? Find(SubjectId subject, string scope) =>
        _tokens.TryGetValue((subject, scope), out var cached) && cached.Until > time.GetUtcNow() ? cached.Token : null;

    public void Add(SubjectId subject, string scope, SecretText token, TimeSpan life)
    {
        var now = time.GetUtcNow();
        foreach (var (key, cached) in _tokens)
        {
            if (cached.Until <= now)
                _tokens.TryRemove(new(key, cached));
        }

        _tokens[(subject, scope)] = new(token, now + (life > 2 * Margin ? life - Margin : life / 2));
    }

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Task.FromResult(_tokens.Keys.Where(key => key.Subject == person.Id).Count(key => _tokens.TryRemove(key, out _)));
    }

    private sealed record Cached(SecretText Token, DateTimeOffset Until);
}
