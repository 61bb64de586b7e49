using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.SignIn;

/// <summary>Sends the browser to the person's identity provider (authorization code flow, PKCE S256).</summary>
public sealed class BeginSignIn
{
    private readonly IssuerCatalog _issuers;
    private readonly SignInSeal _seal;
    private readonly PublicOrigin _origin;
    private readonly TimeProvider _time;

    internal BeginSignIn(IssuerCatalog issuers, SignInSeal seal, PublicOrigin origin, TimeProvider time)
    {
        _issuers = issuers;
        _seal = seal;
        _origin = origin;
        _time = time;
    }

    public async Task<SignInStep> RunAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_origin.Of(context.Request) is not { } origin)
            return new SignInStep.Refused("This address is not where Onbehalf is served. Use the address you were given.");
        var returnTo = ReturnPath.Of(context.Request.Query["returnTo"]);
        var open = _issuers.All.Where(static metadata => metadata.Issuer.CanSignIn).ToArray();
        var wanted = context.Request.Query["provider"].ToString();
        var chosen = wanted.Length == 0 && open.Length == 1 ? open[0] : open.FirstOrDefault(metadata => metadata.Issuer.Id == wanted);
        if (chosen is null)
            return open.Length == 0
                ? new SignInStep.Refused("No sign-in provider is set up here. Ask your administrator.")
                : Choices(open, returnTo, IsFresh(context.Request));
        if (await chosen.CurrentAsync() is not { } snapshot || !Outbound.IsSafe(snapshot.Document.AuthorizationEndpoint))
            return new SignInStep.Refused("Your sign-in provider cannot be reached right now. Try again in a moment.");
        var ticket = SignInTicket.New(chosen.Issuer.Id, returnTo, _time.GetUtcNow());
        SignInCookie.AppendTo(context.Response, origin, await _seal.SealAsync(ticket, origin, cancellation));
        return new SignInStep.GoToProvider(Address(chosen.Issuer, snapshot, ticket, origin, IsFresh(context.Request)));
    }

    internal static string RedirectUri(Uri origin) => $"{PublicOrigin.Text(origin)}/auth/callback";

    /// <summary>Requires the provider to authenticate the person again, even with an existing session.</summary>
    private static bool IsFresh(HttpRequest request) => request.Query["fresh"] is ["1"];

    private static SignInStep.Choose Choices(IEnumerable<IssuerMetadata> open, string returnTo, bool fresh) =>
        new([.. open.Select(metadata => new SignInChoice(
            metadata.Issuer.Name,
            $"/auth/sign-in?provider={Uri.EscapeDataString(metadata.Issuer.Id)}&returnTo={Uri.EscapeDataString(returnTo)}{(fresh ? "&fresh=1" : "")}"))]);

    private static Uri Address(Issuer issuer, IssuerSnapshot snapshot, SignInTicket ticket, Uri origin, bool fresh)
    {
        var query = new Dictionary<string, string?>(issuer.AuthorizationParameters.Select(static own => new KeyValuePair<string, string?>(own.Key, own.Value)))
        {
            ["response_type"] = "code",
            ["client_id"] = issuer.ClientId,
            ["redirect_uri"] = RedirectUri(origin),
            ["scope"] = snapshot.Scopes,
            ["state"] = ticket.State,
            ["nonce"] = ticket.Nonce,
            ["code_challenge"] = ticket.Challenge,
            ["code_challenge_method"] = "S256",
        };
        // Google's parameter for a refresh token. Google returns one only with a consent, and an earlier consent suppresses it.
        if (snapshot.AsksByParameter)
        {
            query.TryAdd("access_type", "offline");
            query.TryAdd("prompt", "consent");
        }

        if (fresh)
            query.TryAdd("prompt", "login");
        return new(QueryHelpers.AddQueryString(snapshot.Document.AuthorizationEndpoint, query));
    }
}

/// <summary>The path of this site that a person returns to after signing in.</summary>
internal static partial class ReturnPath
{
    public const string Home = "/";

    public static string Of(string? text) => text is not null && Local().IsMatch(text) ? text : Home;

    // No second slash or backslash at the start (another host), none of /auth (a loop) but two pages that follow a sign-in, no quote, angle bracket
    // or control character.
    [GeneratedRegex(@"^/(?![/\\]|auth/(?!slack/(?:confirm|open/[A-Za-z0-9]{1,64})\z))[A-Za-z0-9\-._~/?#=&%!$()*+,;:@]{0,500}\z")]
    private static partial Regex Local();
}

/// <summary>The cookie that carries the ticket across the provider's pages. It is SameSite=Lax, because the return is a cross-site navigation.</summary>
internal static class SignInCookie
{
    public static string NameOn(Uri origin) =>
        origin.Scheme == Uri.UriSchemeHttps ? "__Host-onbehalf-sign-in" : $"onbehalf-sign-in-{origin.Port}";

    public static void AppendTo(HttpResponse response, Uri origin, string value) =>
        response.Cookies.Append(NameOn(origin), value, Attributes(origin, SignInTicket.Lifetime));

    /// <summary>Returns the value of the cookie and deletes it with this response, because a ticket is used once.</summary>
    public static string? Take(HttpContext context, Uri origin)
    {
        context.Response.Cookies.Delete(NameOn(origin), Attributes(origin, null));
        return CookieValue.Only(context.Request, NameOn(origin));
    }

    private static CookieOptions Attributes(Uri origin, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = origin.Scheme == Uri.UriSchemeHttps,
    };
}

/// <summary>The next step of the browser. Cookies are already on the response.</summary>
public abstract record SignInStep
{
    private SignInStep()
    {
    }

    public sealed record GoToProvider(Uri Address) : SignInStep;

    public sealed record Choose(IReadOnlyList<SignInChoice> Choices) : SignInStep;

    /// <summary>Signed in; <paramref name="ReturnTo"/> is a path of this site.</summary>
    public sealed record Done(string ReturnTo) : SignInStep;

    public sealed record Refused(string Reason) : SignInStep;
}

public sealed record SignInChoice(string Name, string Path);
