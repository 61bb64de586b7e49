using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity.SignIn;

/// <summary>Validates the provider's response against the request of this browser, and starts a session if the person is active now.</summary>
public sealed partial class CompleteSignIn
{
    private const string Stale = "This sign-in was started elsewhere, was used already, or took longer than ten minutes. Start again.";
    private const string Declined = "Your sign-in provider did not sign you in. Start again, or ask your administrator.";
    private const string Unreachable = "Your sign-in provider cannot be reached right now. Try again in a moment.";

    private const string NoRefreshToken =
        "Your sign-in provider issued no refresh token, so the app cannot confirm your account later. " +
        "Ask your administrator to permit offline access for this app, then sign in again.";

    private readonly IssuerCatalog _issuers;
    private readonly TokenEndpoint _tokens;
    private readonly IdTokens _idTokens;
    private readonly SignInSeal _seal;
    private readonly Authorities _authorities;
    private readonly Sessions _sessions;
    private readonly SignInAudit _audit;
    private readonly Tables _tables;
    private readonly PublicOrigin _origin;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal CompleteSignIn(
        IssuerCatalog issuers, TokenEndpoint tokens, IdTokens idTokens, SignInSeal seal, Authorities authorities, Sessions sessions, SignInAudit audit,
        Tables tables, PublicOrigin origin, TimeProvider time, ILogger<CompleteSignIn>? log = null)
    {
        _issuers = issuers;
        _tokens = tokens;
        _idTokens = idTokens;
        _seal = seal;
        _authorities = authorities;
        _sessions = sessions;
        _audit = audit;
        _tables = tables;
        _origin = origin;
        _time = time;
        _log = log ?? NullLogger<CompleteSignIn>.Instance;
    }

    public async Task<SignInStep> RunAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_origin.Of(context.Request) is not { } origin)
            return NotOurs("it came to another address than ONBEHALF_ORIGIN");
        if (SignInCookie.Take(context, origin) is not { } cookie || await _seal.OpenAsync(cookie, origin, cancellation) is not { } ticket)
            return NotOurs("the browser has no cookie of a sign-in that this app began");
        if (ticket.ExpiresAt < _time.GetUtcNow())
            return NotOurs("it took longer than ten minutes");
        if (_issuers.ById(ticket.Provider) is not { } issuer || await issuer.CurrentAsync() is not { } snapshot)
            return NotOurs($"issuer {OperatorText.Name(ticket.Provider)} is not configured or cannot be read");
        if (!HasState(ticket, context.Request.Query))
            return NotOurs($"the answer of {issuer.Issuer.Id} has another state");
        if (!NamesItself(snapshot, context.Request.Query))
            return NotOurs($"the answer of {issuer.Issuer.Id} names another issuer, or none where its document promises one (iss)");
        if (!await UseAsync(ticket, cancellation))
            return NotOurs("its answer was used before");
        if (context.Request.Query["code"] is not [{ Length: > 0 } code])
        {
            Log.Declined(_log, issuer.Issuer.Id, OperatorText.Slug(context.Request.Query["error"]));
            return await TurnAwayAsync(null, ticket, "provider-declined", Declined, cancellation);
        }

        return await _tokens.ExchangeAsync(issuer, code, ticket.Verifier, BeginSignIn.RedirectUri(origin), cancellation) switch
        {
            TokenAnswer.Granted granted => await AdmitAsync(context, issuer, ticket, granted, origin, cancellation),
            TokenAnswer.Denied denied => await RefuseCodeAsync(issuer.Issuer, ticket, denied, cancellation),
            TokenAnswer.Unavailable => NotExchanged(issuer.Issuer),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static bool HasState(SignInTicket ticket, IQueryCollection query) =>
        query["state"] is [{ } state] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(ticket.State));

    /// <summary>The response contains its issuer if the provider's metadata says so (RFC 9207 §2.4).</summary>
    private static bool NamesItself(IssuerSnapshot snapshot, IQueryCollection query) => query["iss"] switch
    {
        [var named] => named == snapshot.Document.Issuer,
        [] => !snapshot.NamesItselfInAnswers,
        _ => false,
    };

    private SignInStep.Refused NotOurs(string reason)
    {
        Log.NotOurs(_log, reason);
        return new(Stale);
    }

    private async Task<SignInStep> AdmitAsync(
        HttpContext context, IssuerMetadata issuer, SignInTicket ticket, TokenAnswer.Granted granted, Uri origin, CancellationToken cancellation)
    {
        if (granted.IdToken is not { } idToken || await _idTokens.ValidateAsync(issuer, idToken, ticket.Nonce) is not { } subject)
            return await TurnAwayAsync(null, ticket, "id-token-invalid", Declined, cancellation);
        if (granted.RefreshToken is null)
            Log.NoRefreshToken(_log, issuer.Issuer.Id);
        // If the grant of this sign-in is the only proof that the account is active, that proof is current.
        if (issuer.Issuer.Directory.Kind == "grant")
            return granted.RefreshToken is null && !await _authorities.CanConfirmLaterAsync(subject, cancellation)
                ? await TurnAwayAsync(subject, ticket, "no-refresh-token", NoRefreshToken, cancellation)
                : await StartAsync(context, subject, granted, ticket, origin, cancellation);
        return await _authorities.ConfirmAsync(subject, Freshness.Now, cancellation) switch
        {
            AuthorityResult.Confirmed confirmed => await StartAsync(context, confirmed.Authority.Subject, granted, ticket, origin, cancellation),
            AuthorityResult.Refused refused => await TurnAwayAsync(subject, ticket, refused.Code, refused.Reason, cancellation),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<SignInStep> RefuseCodeAsync(Issuer issuer, SignInTicket ticket, TokenAnswer.Denied denied, CancellationToken cancellation)
    {
        Log.CodeRefused(_log, issuer.Id, denied.Summary);
        return await TurnAwayAsync(null, ticket, "code-refused", Declined, cancellation);
    }

    private SignInStep.Refused NotExchanged(Issuer issuer)
    {
        Log.NotExchanged(_log, issuer.Id);
        return new(Unreachable);
    }

    private async Task<SignInStep> StartAsync(
        HttpContext context, Subject subject, TokenAnswer.Granted granted, SignInTicket ticket, Uri origin, CancellationToken cancellation)
    {
        await _audit.SignedInAsync(subject, ticket, cancellation);
        var cookie = await _sessions.CreateAsync(subject, granted.RefreshToken, cancellation);
        cookie.AppendTo(context.Response, origin);
        return new SignInStep.Done(ticket.ReturnTo);
    }

    private async Task<SignInStep> TurnAwayAsync(Subject? subject, SignInTicket ticket, string code, string reason, CancellationToken cancellation)
    {
        await _audit.RefusedAsync(subject, ticket, code, cancellation);
        return new SignInStep.Refused(reason);
    }

    /// <summary>False if this ticket was used before, on any instance.</summary>
    private async Task<bool> UseAsync(SignInTicket ticket, CancellationToken cancellation)
    {
        try
        {
            var hash = Sha256.Hex(ticket.State);
            await _tables.Sessions.AddEntityAsync(new TableEntity(hash, "used-ticket") { ["seenAt"] = _time.GetUtcNow() }, cancellation);
            return true;
        }
        catch (RequestFailedException used) when (used.Status == 409)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Issuer} declined a sign-in ({Error}).")]
        public static partial void Declined(ILogger log, string issuer, string error);

        [LoggerMessage(2, LogLevel.Warning, "{Issuer} did not exchange the code of a sign-in ({Error}): check clientId, clientSecret and the redirect URL.")]
        public static partial void CodeRefused(ILogger log, string issuer, string error);

        [LoggerMessage(3, LogLevel.Warning, "{Issuer} gave no refresh token at a sign-in: its scopes or the client's registration need offline access.")]
        public static partial void NoRefreshToken(ILogger log, string issuer);

        [LoggerMessage(4, LogLevel.Warning, "{Issuer} did not answer the exchange of a code, or not in JSON.")]
        public static partial void NotExchanged(ILogger log, string issuer);

        [LoggerMessage(5, LogLevel.Warning, "A sign-in was not completed: {Reason}.")]
        public static partial void NotOurs(ILogger log, string reason);
    }
}
