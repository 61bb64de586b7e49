using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity.SignIn;

/// <summary>Takes the provider's answer, proves that it answers the question this browser asked, and starts a session for a person who is active now.</summary>
public sealed class CompleteSignIn
{
    private const string Stale = "This sign-in was started elsewhere, was used already, or took longer than ten minutes. Start again.";
    private const string Declined = "Your sign-in provider did not sign you in. Start again, or ask your administrator.";
    private const string Unreachable = "Your sign-in provider cannot be reached right now. Try again in a moment.";

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

    internal CompleteSignIn(
        IssuerCatalog issuers, TokenEndpoint tokens, IdTokens idTokens, SignInSeal seal, Authorities authorities, Sessions sessions, SignInAudit audit,
        Tables tables, PublicOrigin origin, TimeProvider time)
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
    }

    public async Task<SignInStep> RunAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_origin.Of(context.Request) is not { } origin
            || SignInCookie.Take(context, origin) is not { } cookie
            || await _seal.OpenAsync(cookie, origin, cancellation) is not { } ticket
            || ticket.ExpiresAt < _time.GetUtcNow()
            || _issuers.ById(ticket.Provider) is not { } issuer
            || await issuer.CurrentAsync() is not { } snapshot
            || !IsAnswerTo(ticket, snapshot, context.Request.Query)
            || !await UseAsync(ticket, cancellation))
            return new SignInStep.Refused(Stale);
        if (context.Request.Query["code"] is not [{ Length: > 0 } code])
            return await TurnAwayAsync(null, ticket, "provider-declined", Declined, cancellation);
        return await _tokens.ExchangeAsync(issuer, code, ticket.Verifier, BeginSignIn.RedirectUri(origin), cancellation) switch
        {
            TokenAnswer.Granted granted => await AdmitAsync(context, issuer, ticket, granted, origin, cancellation),
            TokenAnswer.Denied => await TurnAwayAsync(null, ticket, "code-refused", Declined, cancellation),
            TokenAnswer.Unavailable => new SignInStep.Refused(Unreachable),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>The state is ours, and the answer names its issuer wherever the provider says it does (RFC 9207 §2.4).</summary>
    private static bool IsAnswerTo(SignInTicket ticket, IssuerSnapshot snapshot, IQueryCollection query) =>
        query["state"] is [{ } state]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(ticket.State))
        && query["iss"] switch
        {
            [var named] => named == snapshot.Document.Issuer,
            [] => !snapshot.NamesItselfInAnswers,
            _ => false,
        };

    private async Task<SignInStep> AdmitAsync(
        HttpContext context, IssuerMetadata issuer, SignInTicket ticket, TokenAnswer.Granted granted, Uri origin, CancellationToken cancellation)
    {
        if (granted.IdToken is not { } idToken || await _idTokens.ValidateAsync(issuer, idToken, ticket.Nonce) is not { } subject)
            return await TurnAwayAsync(null, ticket, "id-token-invalid", Declined, cancellation);
        // Where the grant of this very sign-in is the only proof of life, it was given a moment ago.
        if (issuer.Issuer.Directory.Kind == "grant")
            return await StartAsync(context, subject, granted, ticket, origin, cancellation);
        return await _authorities.ConfirmAsync(subject, Freshness.Now, cancellation) switch
        {
            AuthorityResult.Confirmed confirmed => await StartAsync(context, confirmed.Authority.Subject, granted, ticket, origin, cancellation),
            AuthorityResult.Refused refused => await TurnAwayAsync(subject, ticket, refused.Code, refused.Reason, cancellation),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
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

    /// <summary>False when this ticket was used before, on whatever instance.</summary>
    private async Task<bool> UseAsync(SignInTicket ticket, CancellationToken cancellation)
    {
        try
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket.State)));
            await _tables.Sessions.AddEntityAsync(new TableEntity(hash, "used-ticket") { ["seenAt"] = _time.GetUtcNow() }, cancellation);
            return true;
        }
        catch (RequestFailedException used) when (used.Status == 409)
        {
            return false;
        }
    }
}
