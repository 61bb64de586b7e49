using Azure;
using Azure.Identity;
using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Delegation.OnBehalf;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation;

/// <summary>
/// Obtains tokens to act as one person at another product. The person comes from the authority, never from an argument. A token is fetched where
/// it is used and cached in memory by person, connection and version of the grant. A dead grant results in "connect again", never in another
/// identity.
/// </summary>
internal sealed class DelegatedTokens
{
    /// <summary>The longest delay until a disconnect on another instance takes effect here. One on this instance takes effect immediately.</summary>
    private static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestJitter = TimeSpan.FromMinutes(5);

    private readonly HeldTokens _held;
    private readonly ConnectionCatalog _catalog;
    private readonly GrantRows _rows;
    private readonly GrantRefresh _refresh;
    private readonly SignInExchange _exchange;
    private readonly OnBehalfTokens _onBehalf;
    private readonly GrantLease _leases;
    private readonly TimeProvider _time;

    internal DelegatedTokens(
        HeldTokens held, ConnectionCatalog catalog, GrantRows rows, GrantRefresh refresh, SignInExchange exchange, OnBehalfTokens onBehalf, GrantLease leases,
        TimeProvider time)
    {
        _held = held;
        _catalog = catalog;
        _rows = rows;
        _refresh = refresh;
        _exchange = exchange;
        _onBehalf = onBehalf;
        _leases = leases;
        _time = time;
    }

    public async Task<DelegatedTokenResult> GetAsync(Authority authority, ConnectionName connection, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (_catalog.Find(connection.Value) is not { } known)
            return new DelegatedTokenResult.Unavailable("There is no such connection here.");
        var held = _held.Of(authority.Subject.Id, connection);
        var now = _time.GetUtcNow();
        if (held.Cached is { } kept && now < kept.RefreshAt && now < kept.CheckedAt + CheckedFor)
            return new DelegatedTokenResult.Granted(kept.Token);
        return held.Missing is { } missing && now < missing.CheckedAt + CheckedFor
            ? missing.Answer
            : await held.Question.AskAsync(() => LoadAsync(authority, known, held)).WaitAsync(cancellation);
    }

    internal static string NotConnected(Connection connection) => $"Connect {connection.Name} first: open the Connections page and choose Connect.";

    internal void Forget(SubjectId subject, ConnectionName connection) => _held.Forget(subject, connection);

    private async Task<DelegatedTokenResult> LoadAsync(Authority authority, Connection connection, HeldToken held)
    {
        try
        {
            return await (connection switch
            {
                { IsOnBehalfOf: true } => _onBehalf.LoadAsync(authority, connection, held),
                { IsExchange: true } => _exchange.LoadAsync(authority.Subject, connection, held),
                _ => CheckAsync(authority.Subject.Id, connection, held),
            });
        }
        catch (Exception failure)
            when (failure is RequestFailedException or AuthenticationFailedException or AuditNotWrittenException or OperationCanceledException)
        {
            return new DelegatedTokenResult.Unavailable("Your connections cannot be reached right now, so nothing was done. Try again in a moment.");
        }
    }

    private async Task<DelegatedTokenResult> CheckAsync(SubjectId subject, Connection connection, HeldToken held)
    {
        var now = _time.GetUtcNow();
        var grant = await _rows.FindAsync(subject, connection.Id, CancellationToken.None);
        if (grant is not { State: GrantState.Connected })
            return Miss(connection, held, grant);

        if (held.Cached is { } kept && kept.Token.Grant == grant.Grant && now < kept.RefreshAt && held.Confirm(kept, now))
        {
            if (grant.LastUsedAt is not { } used || now - used > UsedEvery)
                await _rows.UsedAsync(grant, CancellationToken.None);
            return new DelegatedTokenResult.Granted(kept.Token);
        }

        return now < held.NotBefore
            ? (DelegatedTokenResult?)StillGood(held, grant)
                ?? new DelegatedTokenResult.Unavailable($"{connection.Name} does not answer right now. Try again in a moment.")
            : await RefreshAsync(subject, connection, held, grant);
    }

    private async Task<DelegatedTokenResult> RefreshAsync(SubjectId subject, Connection connection, HeldToken held, DelegatedGrant seen)
    {
        using var patience = new CancellationTokenSource(GrantLease.Patience);
        var lease = await _leases.TakeAsync(subject, connection.Secret, patience.Token);
        try
        {
            var result = await _refresh.RunAsync(subject, connection, held.Unkept);
            held.Unkept = (result as RefreshResult.NotKept)?.Spent;
            return result switch
            {
                RefreshResult.Fresh fresh => Keep(connection, held, fresh),
                RefreshResult.Ended => Miss(connection, held, await _rows.FindAsync(subject, connection.Id, CancellationToken.None)),
                RefreshResult.Unavailable(var reason) => Wait(held, seen, reason),
                RefreshResult.NotKept => Wait(held, seen, "Your connections cannot be kept right now, so nothing was done. Try again in a moment."),
                _ => throw new InvalidOperationException(result.GetType().Name),
            };
        }
        finally
        {
            await _leases.GiveBackAsync(lease);
        }
    }

    private DelegatedTokenResult.Granted Keep(Connection connection, HeldToken held, RefreshResult.Fresh fresh)
    {
        var now = _time.GetUtcNow();
        var token = new DelegatedToken(fresh.AccessToken, connection.Url, connection.Resource, fresh.Grant.Grant, now + fresh.ExpiresIn);
        var lead = Shorter(LongestLead, fresh.ExpiresIn / 5) + (Shorter(LongestJitter, fresh.ExpiresIn / 10) * Random.Shared.NextDouble());
        held.NotBefore = default;
        held.Keep(new(token, token.ExpiresAt - lead, now));
        return new(token);
    }

    private DelegatedTokenResult.ConsentRequired Miss(Connection connection, HeldToken held, DelegatedGrant? grant)
    {
        var missing = new DelegatedTokenResult.ConsentRequired(
            grant is { State: GrantState.Reconnect }
                ? $"{connection.Name} no longer lets the agent act for you. Connect it again on the Connections page."
                : NotConnected(connection));
        held.Miss(new(missing, _time.GetUtcNow()));
        return missing;
    }

    private DelegatedTokenResult Wait(HeldToken held, DelegatedGrant grant, string reason)
    {
        held.NotBefore = _time.GetUtcNow() + TimeSpan.FromSeconds(1 + (2 * Random.Shared.NextDouble()));
        return (DelegatedTokenResult?)StillGood(held, grant) ?? new DelegatedTokenResult.Unavailable(reason);
    }

    /// <summary>If an early renewal fails, the token is used until it expires.</summary>
    private DelegatedTokenResult.Granted? StillGood(HeldToken held, DelegatedGrant grant) =>
        held.Cached is { } kept && kept.Token.Grant == grant.Grant && _time.GetUtcNow() < kept.Token.ExpiresAt
            ? new DelegatedTokenResult.Granted(kept.Token)
            : null;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

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
