using Azure;
using Azure.Identity;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Delegation.Linking;

/// <summary>
/// Completes a link with the provider's response. It must arrive for the person and in the browser session of the link. Otherwise nothing is
/// stored, and the refusal is reported to both people and recorded for both.
/// </summary>
public sealed class CompleteConnect
{
    private const string Again = "again";

    private readonly ConnectionCatalog _catalog;
    private readonly ConnectionParties _parties;
    private readonly ConnectLinks _links;
    private readonly NewGrants _grants;
    private readonly TokenEndpoint _endpoint;
    private readonly IdTokens _idTokens;
    private readonly Authorities _authorities;
    private readonly ConnectAudit _audit;
    private readonly PublicOrigin _origin;

    internal CompleteConnect(
        ConnectionCatalog catalog, ConnectionParties parties, ConnectLinks links, NewGrants grants, TokenEndpoint endpoint, IdTokens idTokens,
        Authorities authorities, ConnectAudit audit, PublicOrigin origin)
    {
        _catalog = catalog;
        _parties = parties;
        _links = links;
        _grants = grants;
        _endpoint = endpoint;
        _idTokens = idTokens;
        _authorities = authorities;
        _audit = audit;
        _origin = origin;
    }

    public async Task<ConnectStep> RunAsync(Caller? caller, HttpRequest request, string provider, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_catalog.Find(provider) is not { IsExchange: false } connection || _origin.Of(request) is not { } origin)
            return new ConnectStep.Unknown();
        if (caller?.Session is null)
            return request.Query.ContainsKey(Again) ? Failed("signed-out") : new ConnectStep.ComeAgain($"{request.Path}{request.QueryString.Add(Again, "1")}");
        if (request.Query["state"] is not [{ Length: 43 } state]
            || await _links.FindAsync(state, cancellation) is not { } started
            || started.Connection != connection.Id
            || await _links.TakeAsync(started, cancellation) is not { } link)
            return Failed("stale");
        if (started.Person.Id != caller.Subject.Id)
            return await OtherPersonAsync(started, caller, connection, cancellation);
        if (started.Session != caller.Session)
            return await RefuseAsync(started, connection, ConnectReturn.Page, "other-browser", cancellation);
        return await AnswerAsync(started, link, connection, request.Query, origin, cancellation);
    }

    private static ConnectStep.GoBack Failed(string slug) => ConnectReturn.Failed(ConnectReturn.Page, slug);

    private async Task<ConnectStep> OtherPersonAsync(StartedLink started, Caller caller, Connection connection, CancellationToken cancellation)
    {
        await _audit.RefusedAsync(caller.Subject, connection, started.Hash, "other-person", cancellation);
        await _audit.RefusedAsync(started.Person, connection, started.Hash, "other-person", cancellation);
        await _grants.TellAsync(
            started.Person.Id,
            connection,
            "Your link to connect was opened by somebody else, so nothing was connected. Start again in your own browser.",
            cancellation);
        return Failed("other-person");
    }

    private async Task<ConnectStep> AnswerAsync(
        StartedLink started, ConnectLink link, Connection connection, IQueryCollection query, Uri origin, CancellationToken cancellation)
    {
        if (await _parties.Of(connection).CurrentAsync() is not { } snapshot)
            return ConnectReturn.Failed(link.ReturnTo, "provider-unavailable");
        if (!IsFrom(snapshot, query))
            return await RefuseAsync(started, connection, link.ReturnTo, "other-provider", cancellation);
        if (query["code"] is not [{ Length: > 0 } code])
            return await RefuseAsync(started, connection, link.ReturnTo, query["error"] is ["access_denied"] ? "denied" : "provider-declined", cancellation);
        if (await _authorities.ConfirmAsync(started.Person, Freshness.Now, cancellation) is AuthorityResult.Refused refused)
            return await RefuseAsync(started, connection, link.ReturnTo, refused.Code, cancellation);

        var entry = ConnectAudit.Connecting(started.Person, connection.Id, started.Hash);
        await _audit.BeginAsync(entry, cancellation);
        var slug = await RedeemAsync(started, link, connection, code, origin);
        await _audit.EndAsync(entry, slug is null ? AuditDecision.Succeeded : AuditDecision.Refused, slug);
        return slug is null ? ConnectReturn.Connected(link.ReturnTo, connection.Id) : ConnectReturn.Failed(link.ReturnTo, slug);
    }

    /// <summary>If the provider's metadata announces the parameter iss, the response must have it (RFC 9207 §2.4), which prevents mix-up attacks.</summary>
    private static bool IsFrom(IssuerSnapshot snapshot, IQueryCollection query) => query["iss"] switch
    {
        [var named] => named == snapshot.Document.Issuer,
        [] => !snapshot.NamesItselfInAnswers,
        _ => false,
    };

    /// <summary>Returns null on success, otherwise the fault.</summary>
    private async Task<string?> RedeemAsync(StartedLink started, ConnectLink link, Connection connection, string code, Uri origin)
    {
        var party = _parties.Of(connection);
        var answer = await _endpoint.AskAsync(
            party,
            [
                new("grant_type", "authorization_code"), new("code", code), new("code_verifier", link.Verifier),
                new("redirect_uri", BeginConnect.RedirectUri(origin, connection)), .. connection.ResourceParameter,
            ],
            CancellationToken.None);
        if (answer is not TokenAnswer.Granted granted)
            return answer is TokenAnswer.Denied ? "code-refused" : "provider-unavailable";
        if (granted.RefreshToken is not { } refreshToken)
            return "no-refresh-token";
        string? account = null;
        if (connection.IsOpenId)
        {
            if (granted.IdToken is not { } idToken || await _idTokens.ValidateAsync(party, idToken, link.Nonce) is not { } there)
            {
                await _endpoint.RevokeAsync(party, refreshToken, CancellationToken.None);
                return "id-token-invalid";
            }

            account = there.Name;
        }

        try
        {
            await _grants.StoreAsync(started.Person.Id, connection, granted.Scope ?? connection.Scopes, refreshToken, account);
            return null;
        }
        catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException)
        {
            await _endpoint.RevokeAsync(party, refreshToken, CancellationToken.None);
            return "not-kept";
        }
    }

    private async Task<ConnectStep> RefuseAsync(StartedLink started, Connection connection, string returnTo, string slug, CancellationToken cancellation)
    {
        await _audit.RefusedAsync(started.Person, connection, started.Hash, slug, cancellation);
        return ConnectReturn.Failed(returnTo, slug);
    }
}
