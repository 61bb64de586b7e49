using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Identity;

/// <summary>Browser sessions: a random id in a cookie, its SHA-256 in table <c>sessions</c>, the refresh token in the person's vault.</summary>
public sealed class Sessions
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    internal static readonly TimeSpan IdleLifetime = TimeSpan.FromHours(2);

    private const int IdBytes = 32;
    private const int IdLength = 43;
    private const int MaxCached = 10_000;

    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (Session Session, DateTimeOffset At)> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SharedQuestion<Session?>> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SessionWatch, byte> _watches = new();
    private readonly Tables _tables;
    private readonly IssuerCatalog _issuers;
    private readonly SessionGrants _grants;
    private readonly TimeProvider _time;

    internal Sessions(Tables tables, IssuerCatalog issuers, SessionGrants grants, TimeProvider time)
    {
        _tables = tables;
        _issuers = issuers;
        _grants = grants;
        _time = time;
    }

    /// <summary>Returns a watch for an open stream. It ends with the caller's browser session, or when their bearer token expires.</summary>
    public SessionWatch Watch(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var watch = new SessionWatch(caller.Session, caller.ExpiresAt - _time.GetUtcNow(), _time, left => _watches.TryRemove(left, out _));
        if (caller.Session is not null)
            _watches.TryAdd(watch, 0);
        return watch;
    }

    /// <summary>
    /// Returns whether the caller's browser session is still valid, by a read of at most this age, which does not count as use of the session. For
    /// a caller with a bearer token, returns whether it has not expired.
    /// </summary>
    public async Task<bool> LastsAsync(Caller caller, TimeSpan atMost, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _time.GetUtcNow();
        if (caller.Session is not { } hash)
            return caller.ExpiresAt is not { } end || now < end;
        if (_cache.TryGetValue(hash, out var cached) && now < cached.At + atMost)
            return IsLive(cached.Session, now);
        if (await FindLiveAsync(hash, now, cancellation) is not { } session)
            return false;
        Keep(session, now);
        return true;
    }

    /// <summary>Starts a session for a person who has just authenticated.</summary>
    public async Task<SessionCookie> CreateAsync(Subject subject, SecretText? refreshToken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var issuer = _issuers.ById(subject.ProviderId)?.Issuer ?? throw new InvalidOperationException("A session belongs to a person of a trusted issuer.");
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var session = new Session(HashOf(value), subject, _time.GetUtcNow(), _time.GetUtcNow());
        if (refreshToken is not null)
        {
            // The grant was revoked at the provider, perhaps for a stolen browser. This sign-in must not revive an earlier session.
            if (await _grants.ReadAsync(subject.Id, issuer, cancellation) is { IsDead: true })
                await EndAllAsync(subject.Id, cancellation);
            await _grants.WriteAsync(subject.Id, issuer, session.Hash, refreshToken, cancellation);
        }

        await _tables.Sessions.AddEntityAsync(session.ToRow(), cancellation);
        return new(value);
    }

    /// <summary>Deletes the rows of expired sessions and sign-ins.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter($"seenAt lt {_time.GetUtcNow() - Lifetime}");
        await foreach (var row in _tables.Sessions.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await _tables.Sessions.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    /// <summary>Ends all sessions of a person. An instance with a cached session can accept it for up to <see cref="CachedFor"/>.</summary>
    internal async Task<int> EndAllAsync(SubjectId person, CancellationToken cancellation)
    {
        var ended = 0;
        var theirs = TableClient.CreateQueryFilter($"RowKey eq {Session.RowKey} and subject eq {person.Value}");
        await foreach (var row in _tables.Sessions.QueryAsync<TableEntity>(theirs, null, ["PartitionKey", "RowKey"], cancellation))
        {
            await _tables.Sessions.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            Tell(row.PartitionKey);
            ended++;
        }

        foreach (var (hash, cached) in _cache)
            if (cached.Session.Subject.Id == person)
                _cache.TryRemove(hash, out _);
        return ended;
    }

    /// <summary>Returns the owner of each session that is still valid, once per session.</summary>
    internal async IAsyncEnumerable<Subject> PeopleAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var recent = TableClient.CreateQueryFilter($"RowKey eq {Session.RowKey} and seenAt gt {now - IdleLifetime}");
        await foreach (var row in _tables.Sessions.QueryAsync<TableEntity>(recent, null, null, cancellation))
            if (Session.Read(row) is { } session && IsLive(session, now))
                yield return session.Subject;
    }

    /// <summary>Returns the valid session of a cookie value, or null if it is unknown, ended, idle for too long, or of an untrusted issuer.</summary>
    internal async Task<Session?> FindAsync(string cookie, CancellationToken cancellation)
    {
        if (cookie.Length != IdLength || !Base64Url.IsValid(cookie))
            return null;
        var hash = HashOf(cookie);
        var now = _time.GetUtcNow();
        if (_cache.TryGetValue(hash, out var cached) && now < cached.At + CachedFor)
            return cached.Session;
        var read = _reads.GetOrAdd(hash, static _ => new());
        try
        {
            return await read.AskAsync(() => ReadAsync(hash)).WaitAsync(cancellation);
        }
        finally
        {
            // A cancelled caller may be the last one that sees this entry.
            if (cancellation.IsCancellationRequested || read.IsIdle)
                _reads.TryRemove(KeyValuePair.Create(hash, read));
        }
    }

    /// <summary>Reads a session for all requests that arrived together: a page sends several at once. A read that just ended serves the next ones.</summary>
    private async Task<Session?> ReadAsync(string hash)
    {
        var now = _time.GetUtcNow();
        if (_cache.TryGetValue(hash, out var cached) && now < cached.At + CachedFor)
            return cached.Session;
        if (await FindLiveAsync(hash, now, CancellationToken.None) is not { } session)
            return null;
        if (now - session.SeenAt >= SeenEvery && !await TouchAsync(session with { SeenAt = now }, CancellationToken.None))
            return null;
        Keep(session, now);
        return session;
    }

    private async Task<Session?> FindLiveAsync(string hash, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = await _tables.Sessions.GetEntityIfExistsAsync<TableEntity>(hash, Session.RowKey, null, cancellation);
        return row.HasValue && Session.Read(row.Value!) is { } session && _issuers.ById(session.Subject.ProviderId) is not null && IsLive(session, now)
            ? session
            : null;
    }

    internal async Task EndAsync(Session session, CancellationToken cancellation)
    {
        await _tables.Sessions.DeleteEntityAsync(session.Hash, Session.RowKey, ETag.All, cancellation);
        _cache.TryRemove(session.Hash, out _);
        Tell(session.Hash);
    }

    private void Tell(string ended)
    {
        foreach (var (watch, _) in _watches)
            if (watch.Session == ended)
                watch.End();
    }

    private void Keep(Session session, DateTimeOffset now)
    {
        if (_cache.Count > MaxCached)
            _cache.Clear();
        _cache[session.Hash] = (session, now);
    }

    private static bool IsLive(Session session, DateTimeOffset now) => now < session.CreatedAt + Lifetime && now < session.SeenAt + IdleLifetime;

    private static string HashOf(string value) => Sha256.Hex(value);

    /// <summary>False if the session ended meanwhile: an update never recreates a row.</summary>
    private async Task<bool> TouchAsync(Session session, CancellationToken cancellation)
    {
        try
        {
            await _tables.Sessions.UpdateEntityAsync(session.ToRow(), ETag.All, TableUpdateMode.Merge, cancellation);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return false;
        }
    }
}
