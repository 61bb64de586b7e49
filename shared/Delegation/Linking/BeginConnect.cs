using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.SignIn;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Delegation.Linking;

/// <summary>
/// Redirects a signed-in browser to the provider's consent page. The link is valid once, for this person and browser session, for ten minutes.
/// </summary>
public sealed class BeginConnect
{
    private const int MostInAWindow = 20;

    private readonly ConcurrentDictionary<SubjectId, (DateTimeOffset Since, int Count)> _starts = new();
    private readonly ConnectionCatalog _catalog;
    private readonly ConnectionParties _parties;
    private readonly ConnectLinks _links;
    private readonly PublicOrigin _origin;
    private readonly TimeProvider _time;

    internal BeginConnect(ConnectionCatalog catalog, ConnectionParties parties, ConnectLinks links, PublicOrigin origin, TimeProvider time)
    {
        _catalog = catalog;
        _parties = parties;
        _links = links;
        _origin = origin;
        _time = time;
    }

    public async Task<ConnectStep> RunAsync(Caller caller, HttpRequest request, string provider, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        if (_catalog.Find(provider) is not { IsExchange: false } connection)
            return new ConnectStep.Unknown();
        if (caller.Session is null || _origin.Of(request) is not { } origin)
            return new ConnectStep.NotABrowser();
        if (!MayStart(caller.Subject.Id))
            return new ConnectStep.TooMany(ConnectLink.Lifetime);
        var returnTo = ConnectReturn.Of(request.Query["returnTo"]);
        if (await _parties.Of(connection).CurrentAsync() is not { } snapshot || !Outbound.IsSafe(snapshot.Document.AuthorizationEndpoint))
            return ConnectReturn.Failed(returnTo, "provider-unavailable");
        var link = ConnectLink.New(returnTo);
        var state = await _links.AddAsync(caller, connection, link, cancellation);
        return new ConnectStep.GoToProvider(Address(connection, snapshot, link, state, origin));
    }

    internal static string RedirectUri(Uri origin, Connection connection) => $"{PublicOrigin.Text(origin)}/auth/connected/{connection.Id}";

    private static Uri Address(Connection connection, IssuerSnapshot snapshot, ConnectLink link, string state, Uri origin)
    {
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = connection.Party!.ClientId,
            ["redirect_uri"] = RedirectUri(origin, connection),
            ["scope"] = connection.Scopes,
            ["state"] = state,
            ["code_challenge"] = link.Challenge,
            ["code_challenge_method"] = "S256",
            // The person consents every time: an earlier consent can cover less, and offline access requires it (OIDC Core §11).
            ["prompt"] = "consent",
        };
        // Google's parameter for a refresh token.
        if (snapshot.AsksByParameter)
            query["access_type"] = "offline";
        foreach (var (name, value) in connection.ResourceParameter)
            query[name] = value;
        if (connection.IsOpenId)
            query["nonce"] = link.Nonce;
        return new(QueryHelpers.AddQueryString(snapshot.Document.AuthorizationEndpoint, query));
    }

    private bool MayStart(SubjectId person)
    {
        var now = _time.GetUtcNow();
        if (_starts.Count > 10_000)
            _starts.Clear();
        return _starts.AddOrUpdate(
            person, _ => (now, 1), (_, known) => now - known.Since < ConnectLink.Lifetime ? (known.Since, known.Count + 1) : (now, 1)).Count <= MostInAWindow;
    }
}

/// <summary>The path of this site that a person returns to after connecting, with the result.</summary>
internal static class ConnectReturn
{
    public const string Page = "/connections";

    public static string Of(string? text) => string.IsNullOrEmpty(text) ? Page : ReturnPath.Of(text);

    public static ConnectStep.GoBack Failed(string returnTo, string slug) => With(returnTo, $"connect-failed={slug}");

    public static ConnectStep.GoBack Connected(string returnTo, ConnectionName connection) => With(returnTo, $"connected={connection}");

    private static ConnectStep.GoBack With(string path, string outcome)
    {
        var (before, fragment) = path.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? (path[..mark], path[mark..]) : (path, "");
        return new($"{before}{(before.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{outcome}{fragment}");
    }
}

/// <summary>What the browser is to do next.</summary>
public abstract record ConnectStep
{
    private ConnectStep()
    {
    }

    public sealed record GoToProvider(Uri Address) : ConnectStep;

    /// <summary>Redirects to a path of this site with the result: <c>connected</c>, or <c>connect-failed</c> with a slug.</summary>
    public sealed record GoBack(string Path) : ConnectStep;

    /// <summary>Loads the same address again from a page of this site: browsers withhold a SameSite=Strict cookie in redirects from the provider.</summary>
    public sealed record ComeAgain(string Path) : ConnectStep;

    /// <summary>This caller has no such connection.</summary>
    public sealed record Unknown : ConnectStep;

    /// <summary>Connecting needs a person in a browser.</summary>
    public sealed record NotABrowser : ConnectStep;

    public sealed record TooMany(TimeSpan RetryAfter) : ConnectStep;
}
