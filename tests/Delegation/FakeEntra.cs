using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Tests.Identity;

namespace Onbehalf.Tests.Delegation;

/// <summary>One tenant of Entra's v2 token endpoint behind its real address: MSAL speaks to it as it would to the real one.</summary>
internal sealed class FakeEntra
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string Url = $"https://login.microsoftonline.com/{Tenant}/v2.0";

    private readonly ConcurrentDictionary<string, string> _refresh = new(StringComparer.Ordinal);
    private int _next;

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = [];

    /// <summary>The error of every answer from now on.</summary>
    public string? Refuses { get; set; }

    public ConcurrentBag<string> AccessTokens { get; } = [];

    public string RefreshTokenOf(string person)
    {
        var token = $"refresh-{person}-{Interlocked.Increment(ref _next)}-{Guid.NewGuid():N}";
        _refresh[token] = person;
        return token;
    }

    public HttpClient Client(TestIssuer here) => new(new ToHere(new Uri(here.Url)));

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("openid-configuration", StringComparison.Ordinal))
            return Results.Json(new { issuer = Url, token_endpoint = $"https://login.microsoftonline.com/{Tenant}/oauth2/v2.0/token", jwks_uri = "https://login.microsoftonline.com/jwks", token_endpoint_auth_methods_supported = new[] { "client_secret_post" } });
        var form = (await context.Request.ReadFormAsync()).ToDictionary(static one => one.Key, static one => one.Value.ToString());
        Asked.Enqueue(form);
        if (Refuses is { } error)
            return Results.Json(new { error, error_description = "AADSTS50076: more is asked of this person.", suberror = "basic_action" }, statusCode: 400);
        var person = form["grant_type"] switch
        {
            "urn:ietf:params:oauth:grant-type:jwt-bearer" when form["requested_token_use"] == "on_behalf_of" => form["assertion"].Split('.')[1],
            "refresh_token" => _refresh.GetValueOrDefault(form["refresh_token"]),
            _ => null,
        };
        return person is null ? Results.Json(new { error = "invalid_grant", error_description = "AADSTS70000" }, statusCode: 400) : Granted(person, form);
    }

    private IResult Granted(string person, Dictionary<string, string> form)
    {
        var token = $"for-{person}.{person}.{Guid.NewGuid():N}";
        AccessTokens.Add(token);
        return Results.Json(new
        {
            token_type = "Bearer",
            scope = form.GetValueOrDefault("scope"),
            expires_in = 3600,
            ext_expires_in = 3600,
            access_token = token,
            refresh_token = RefreshTokenOf(person),
            id_token = $"{Part(new { alg = "none" })}.{Part(new { oid = person, tid = Tenant, sub = person, iss = Url, aud = "api", preferred_username = person })}.",
            client_info = Part(new { uid = person, utid = Tenant }),
        });
    }

    private static string Part(object json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(json))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed class ToHere(Uri here) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(here, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
