using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Tests.Identity;

namespace Onbehalf.Tests.Slack;

/// <summary>Sign in with Slack.</summary>
internal sealed partial class FakeSlack
{
    public const string ClientId = "1.2";
    public const string ClientSecret = "fake-client-secret";

    private static readonly SigningKey Key = SigningKey.Rsa("slack-1");

    private readonly ConcurrentDictionary<string, (FakePerson Person, string? Nonce, string Redirect)> _codes = new(StringComparer.Ordinal);

    /// <summary>The person signed in to Slack in the browser, or null.</summary>
    public FakePerson? InBrowser { get; set; }

    /// <summary>Changes the claims of an ID token before it is signed.</summary>
    public Action<Dictionary<string, object?>>? Claims { get; set; }

    private async Task<IResult> OpenIdAsync(HttpContext context, string path) => path switch
    {
        "/.well-known/openid-configuration" => Results.Json(new
        {
            issuer = Url,
            authorization_endpoint = $"{Url}/openid/connect/authorize",
            token_endpoint = $"{Url}/api/openid.connect.token",
            userinfo_endpoint = $"{Url}/api/openid.connect.userInfo",
            jwks_uri = $"{Url}/openid/connect/keys",
            scopes_supported = new[] { "openid", "profile", "email" },
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_post", "client_secret_basic" },
        }),
        "/openid/connect/keys" => Results.Json(new { keys = new[] { Key.Jwk() } }),
        "/openid/connect/authorize" => Authorize(context.Request.Query),
        "/api/openid.connect.token" => Token(context.Request, await FakeArguments.ReadAsync(context.Request)),
        _ => Results.NotFound(),
    };

    private IResult Authorize(IQueryCollection query)
    {
        if (query["client_id"] != ClientId || query["response_type"] != "code" || !$"{query["scope"]}".Split(' ').Contains("openid") || query["redirect_uri"].Count != 1)
            return Results.BadRequest("invalid_request");
        var back = $"{query["redirect_uri"]}";
        var state = Uri.EscapeDataString($"{query["state"]}");
        if (InBrowser is not { } person)
            return Results.Redirect($"{back}?error=access_denied&state={state}");
        var code = $"code-{Guid.NewGuid():N}";
        _codes[code] = (person, query["nonce"], back);
        return Results.Redirect($"{back}?code={code}&state={state}");
    }

    /// <summary>A refusal has status 200, as in all of Slack's API.</summary>
    private IResult Token(HttpRequest request, FakeArguments arguments)
    {
        var basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"))}";
        if (request.Headers.Authorization != basic && (arguments["client_id"] != ClientId || arguments["client_secret"] != ClientSecret))
            return Error("bad_client_secret");
        if (arguments["code"] is not { } code || !_codes.TryRemove(code, out var of))
            return Error("invalid_code");
        if (arguments["redirect_uri"] != of.Redirect)
            return Error("bad_redirect_uri");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Url,
            ["sub"] = of.Person.Id,
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["auth_time"] = now,
            ["nonce"] = of.Nonce,
            ["name"] = of.Person.Name,
            ["https://slack.com/user_id"] = of.Person.Id,
            ["https://slack.com/team_id"] = of.Person.Team,
            ["https://slack.com/enterprise_id"] = Enterprise,
        };
        Claims?.Invoke(claims);
        var token = TokenText.Of(Key, new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "slack-1" }, claims);
        return Results.Json(new { ok = true, access_token = "xoxp-signed-in", token_type = "Bearer", id_token = token });
    }
}
