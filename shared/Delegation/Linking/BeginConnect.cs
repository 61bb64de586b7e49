using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
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
