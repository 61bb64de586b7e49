using System.Collections.Concurrent;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Delegation.Grants;

/// <summary>
/// Redeems a refresh token; the caller has the lease of this person and provider. The successor is stored in the vault before the access token is
/// used. The previous version is kept until the successor has worked.
/// </summary>
internal sealed partial class GrantRefresh(
    GrantRows rows,
    GrantSecrets secrets,
    ConnectionParties parties,
    TokenEndpoint endpoint,
    RefusedGrants refused,
    TimeProvider time,
    ILogger<GrantRefresh> log)
{
    private static readonly TimeSpan WhenNotSaid = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AtMost = TimeSpan.FromHours(24);

    private const int AtOnce = 16;
    private const int MaxAttempts = 4;

    /// <summary>Limits concurrent refreshes per provider.</summary>
    private readonly ConcurrentDictionary<ConnectionName, SemaphoreSlim> _gates = new();

    public async Task<RefreshResult> RunAsync(SubjectId subject, Connection connection, Spent? unkept)
    {
        // Read again under the lease: its previous holder can have changed the grant.
        if (await rows.FindAsync(subject, connection.Id, CancellationToken.None) is not { State: GrantState.Connected, Secret: { } current } grant)
            return new RefreshResult.Ended();
        if (unkept is not null && unkept.Grant == grant.Grant)
            return await KeepAsync(grant, connection, unkept);

        var (version, answer) = (current, await SpendAsync(grant, connection, current));
        if (IsOver(answer) && grant.Previous is { } previous)
            (version, answer) = (previous, await SpendAsync(grant, connection, previous));
        return answer switch
        {
            TokenAnswer.Granted granted => await KeepAsync(grant, connection, new(grant.Grant, version, granted)),
            TokenAnswer.Denied denied when IsOver(answer) => await EndAsync(grant, connection, denied),
            TokenAnswer.Denied { Cause: RefusalCause.AccountLocked or RefusalCause.PasswordExpired } => new RefreshResult.Unavailable(
                $"Your account at {connection.Name} is locked, or its password has expired. Put that right there, then try again."),
            TokenAnswer.Denied => new RefreshResult.Unavailable($"{connection.Name} does not accept this app right now. Tell your administrator."),
            TokenAnswer.Unavailable => new RefreshResult.Unavailable($"{connection.Name} does not answer right now. Try again in a moment."),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
    }

    /// <summary>A lock-out is temporary, and anyone can cause one with wrong passwords: the grant is kept.</summary>
    private static bool IsOver(TokenAnswer answer) =>
        answer is TokenAnswer.Denied { Cause: RefusalCause.TokenDead or RefusalCause.Interaction or RefusalCause.AccountEnded };

    private async Task<TokenAnswer> SpendAsync(DelegatedGrant grant, Connection connection, string version)
    {
        if (await secrets.ReadAsync(grant, connection, version, CancellationToken.None) is not { } token)
            return new TokenAnswer.Denied("invalid_grant");
        var gate = _gates.GetOrAdd(connection.Id, static _ => new(AtOnce, AtOnce));
        await gate.WaitAsync();
        try
        {
            return await endpoint.AskAsync(
                parties.Of(connection),
                [new("grant_type", "refresh_token"), new("refresh_token", token.Reveal()), .. connection.ResourceParameter],
                CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<RefreshResult> KeepAsync(DelegatedGrant grant, Connection connection, Spent spent)
    {
        string? written = null;
        if (spent.Answer.RefreshToken is { } successor)
        {
            try
            {
                written = await secrets.WriteAsync(
                    grant.Subject, connection, grant.Grant, spent.Answer.Scope ?? grant.Scopes, successor, CancellationToken.None);
            }
            catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException)
            {
                return new RefreshResult.NotKept(spent);
            }
        }

        var kept = await NoteAsync(grant, spent, written);
        if (kept is null)
            return await GiveBackAsync(grant, connection, spent.Answer.RefreshToken);
        // The redeemed version has worked, so the one before it is no longer needed.
        if (grant.Previous is { } before && before != spent.Version)
            await secrets.DisableAsync(grant.Subject, connection, before, CancellationToken.None);
        return spent.Answer.AccessToken is { } token
            ? new RefreshResult.Fresh(kept, token, Min(spent.Answer.ExpiresIn ?? WhenNotSaid, AtMost))
            : new RefreshResult.Unavailable($"{connection.Name} gave an answer that cannot be used. Tell your administrator.");
    }

    /// <summary>Returns null if the grant ended or was replaced during the refresh.</summary>
    private async Task<DelegatedGrant?> NoteAsync(DelegatedGrant grant, Spent spent, string? written)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var changed = grant with
            {
                Secret = written ?? spent.Version,
                Previous = written is null ? null : spent.Version,
                Scopes = spent.Answer.Scope ?? grant.Scopes,
                LastUsedAt = time.GetUtcNow(),
            };
            if (await rows.ReplaceAsync(changed, CancellationToken.None) is { } kept)
                return kept;
            var now = await rows.FindAsync(grant.Subject, grant.Connection, CancellationToken.None);
            if (now is not { State: GrantState.Connected } || now.Grant != grant.Grant)
                return null;
            grant = now;
        }

        throw new InvalidOperationException("The grant's row changes faster than it can be written.");
    }

    private async Task<RefreshResult> GiveBackAsync(DelegatedGrant grant, Connection connection, SecretText? successor)
    {
        if (successor is not null)
            await endpoint.RevokeAsync(parties.Of(connection), successor, CancellationToken.None);
        if (await rows.FindAsync(grant.Subject, grant.Connection, CancellationToken.None) is not { State: GrantState.Connected })
            await secrets.DisableAllAsync(grant.Subject, connection, CancellationToken.None);
        return new RefreshResult.Ended();
    }

    private async Task<RefreshResult> EndAsync(DelegatedGrant grant, Connection connection, TokenAnswer.Denied denied)
    {
        LogRefused(log, grant.Subject, connection.Id.Value, denied.Summary);
        await refused.HearAsync(connection.Id.Value, grant.Subject, grant.Grant, CancellationToken.None);
        // A grant that requires interaction is still valid at the provider, so it is revoked there.
        if (denied.Cause is RefusalCause.Interaction && await secrets.ReadAsync(grant, connection, grant.Secret!, CancellationToken.None) is { } token)
            await endpoint.RevokeAsync(parties.Of(connection), token, CancellationToken.None);
        var ended = grant with
        {
            State = GrantState.Reconnect,
            Reason = $"{connection.Name} no longer lets the agent act for you. Connect it again.",
            Secret = null,
            Previous = null,
        };
        if (await rows.ReplaceAsync(ended, CancellationToken.None) is not null)
            await secrets.DisableAllAsync(grant.Subject, connection, CancellationToken.None);
        return new RefreshResult.Ended();
    }

    [LoggerMessage(LogLevel.Warning, "The grant of {Subject} at {Connection} was not refreshed ({Error}).")]
    private static partial void LogRefused(ILogger log, SubjectId subject, string connection, string error);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
