using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>
/// Authenticates one HTTP request: a bearer token of an allow-listed issuer, else the browser session cookie. A request with a bearer
/// token never falls back to its cookie. A cookie on an unsafe method counts only with an exact <c>Origin</c> and <c>X-Onbehalf: 1</c>.
/// </summary>
public sealed class Callers
{
    private const string Scheme = "Bearer ";

    /// <summary>The subject id of the person whose page sends the request; optional, and refused if it is not the session's person.</summary>
    private const string SenderHeader = "X-Onbehalf-As";

    private readonly AccessTokens _tokens;
    private readonly Sessions _sessions;
    private readonly PeopleStore _people;
    private readonly PublicOrigin _origin;

    internal Callers(AccessTokens tokens, Sessions sessions, PeopleStore people, PublicOrigin origin)
    {
        _tokens = tokens;
        _sessions = sessions;
        _people = people;
        _origin = origin;
    }

    public async Task<CallerResult> AuthenticateAsync(HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Headers.Authorization;
        if (authorization.Count == 0)
            return await BySessionAsync(request, cancellation);
        if (authorization.Count > 1 || authorization[0] is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Invalid();
        return await _tokens.ValidateAsync(header[Scheme.Length..]) switch
        {
            TokenResult.Valid valid => new CallerResult.Known(
                new Caller(await _people.WelcomeAsync(valid.Subject, cancellation), CallerProof.BearerToken, presented: new(header[Scheme.Length..]))
                {
                    ExpiresAt = valid.ExpiresAt,
                }),
            TokenResult.Expired => Refused("token-expired", "Your access token has expired. Get a new one."),
            TokenResult.Invalid => Invalid(),
            TokenResult.Unavailable => new CallerResult.Refused(
                "sign-in-unavailable", "Your sign-in provider cannot be reached to check the token. Try again in a moment."),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Returns the caller of a signed click in Slack.</summary>
    /// <param name="linked">The person with whom both sides' sign-in linked the Slack user of the click.</param>
    /// <param name="details">The Slack team and user, as JSON text for the audit.</param>
    internal static Caller OfSlackClick(Subject linked, string details) => new(linked, CallerProof.SlackClick) { ProofDetails = details };

    private static CallerResult.Refused Invalid() => Refused("token-invalid", "The access token is not valid here.");

    private static CallerResult.Refused Refused(string code, string sentence) =>
        new(code, sentence, $"Bearer error=\"invalid_token\", error_description=\"{sentence}\"");

    private async Task<CallerResult> BySessionAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (_origin.Of(request) is not { } origin || SessionCookie.In(request, origin) is not { } cookie)
            return new CallerResult.Anonymous();
        if (await _sessions.FindAsync(cookie, cancellation) is not { } session)
            return new CallerResult.Refused("session-ended", "Your session has ended. Sign in again.", "Bearer");
        if (CrossSite.IsSuspect(request, origin))
            return new CallerResult.Refused("cross-site", "This request did not come from the Onbehalf page. Reload it and try again.");
        // A page of the person before can retry its unsent changes after another person signed in: they share the cookie.
        if (request.Headers[SenderHeader] is [{ } sender] && sender != session.Subject.Id.Value)
            return new CallerResult.Refused("session-ended", "Somebody else has signed in in this browser. Reload the page.", "Bearer");
        return new CallerResult.Known(
            new Caller(await _people.WelcomeAsync(session.Subject, cancellation), CallerProof.BrowserSession, session.Hash, signedInAt: session.CreatedAt));
    }
}

/// <summary>Who sent a request. An anonymous caller showed no proof; a refused one showed a proof that does not hold.</summary>
public abstract record CallerResult
{
    private CallerResult()
    {
    }

    public sealed record Known(Caller Caller) : CallerResult;

    public sealed record Anonymous : CallerResult;

    /// <summary>
    /// <paramref name="Code"/> is a stable slug: <c>token-expired</c>, <c>token-invalid</c>, <c>session-ended</c> (401), <c>cross-site</c> (403),
    /// <c>sign-in-unavailable</c> (503). <paramref name="Challenge"/> is the value of <c>WWW-Authenticate</c>, or null.
    /// </summary>
    public sealed record Refused(string Code, string Reason, string? Challenge = null) : CallerResult;
}

/// <summary>
/// Browsers attach cookies to requests of any site. With an unsafe method, a cookie counts only if the request is proven to come from this site.
/// </summary>
internal static class CrossSite
{
    private const string Header = "X-Onbehalf";

    public static bool IsSuspect(HttpRequest request, Uri origin) => !IsSafe(request.Method) && !IsOurs(request, origin);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOurs(HttpRequest request, Uri origin) =>
        request.Headers.Origin is [var sent] && sent == PublicOrigin.Text(origin) && request.Headers[Header] is ["1"];
}
