using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

/// <summary>The far end of a documented entry: discovery, tokens, refusals and directory in the words of that provider.</summary>
internal sealed class SpeakingProvider(TestIssuer server, IssuerSetting setting)
{
    public const string Oid = "00000000-0000-0000-66f3-3332eca7ea81";

    private const string OfflineAccess = "offline_access";

    private IReadOnlyDictionary<string, string> _asked = new Dictionary<string, string>();

    /// <summary>The provider no longer takes its refresh tokens.</summary>
    public bool Refuses { get; set; }

    /// <summary>Its answer to a code holds no refresh token.</summary>
    public bool KeepsRefreshTokens { get; set; }

    /// <summary>The person's key in ID tokens and in access tokens.</summary>
    public string Key => setting.Id switch
    {
        "entra" => Oid,
        "okta" => "00u1abc",
        "google" => "110169484474386276334",
        "auth0" => "auth0|507f1f77bcf86cd799439020",
        _ => "6f1c2d3e",
    };

    public void Start()
    {
        server.Named = setting.Issuer;
        server.NamesItself = setting.Id == "keycloak";
        server.Scopes = setting.Id switch
        {
            "google" => ["openid", "email", "profile"],
            "idp" => null,
            _ => ["openid", "profile", "email", OfflineAccess],
        };
        server.Answer = AnswerAsync;
    }

    /// <summary>The sign-in page was asked this. Google refuses a scope that it does not know.</summary>
    public string? Ask(IReadOnlyDictionary<string, string> query)
    {
        _asked = query;
        return setting.Id == "google" && query["scope"].Contains(OfflineAccess, StringComparison.Ordinal) ? "invalid_scope" : null;
    }

    /// <summary>Returns an access token as a script of this person sends it.</summary>
    public string AccessToken() => Token(Claims(), setting.Id switch { "okta" => null, "idp" => "at+jwt", _ => "JWT" }, claims =>
    {
        claims["aud"] = setting.Id switch
        {
            "auth0" => new[] { setting.Audience, $"{setting.Issuer}userinfo" },
            "keycloak" => new[] { setting.Audience, "account" },
            _ => setting.Audience,
        };
        switch (setting.Id)
        {
            case "entra":
                (claims["scp"], claims["azp"]) = ("access_as_user", "script");
                break;
            case "okta":
                (claims["uid"], claims["sub"], claims["cid"], claims["scp"]) = (Key, "alice@corp.example", "0oa9script", new[] { "openid" });
                break;
            case "keycloak":
                (claims["typ"], claims["azp"], claims["nonce"], claims["scope"], claims["preferred_username"]) = ("Bearer", "script", "n", "openid", "alice");
                break;
            case "auth0":
                (claims["azp"], claims["scope"]) = ("script", "openid profile");
                break;
            default:
                claims["client_id"] = "script";
                break;
        }
    });

    private string IdToken() => Token(Claims(), setting.Id == "okta" ? null : "JWT", claims =>
    {
        (claims["aud"], claims["nonce"]) = (setting.Id == "idp" ? new[] { setting.ClientId, "project" } : setting.ClientId, _asked["nonce"]);
        if (setting.Id is "okta" or "google" or "keycloak")
            claims["at_hash"] = "h";
        if (setting.Id is "google" or "keycloak")
            claims["azp"] = setting.ClientId;
        if (setting.Id == "keycloak")
            claims["typ"] = "ID";
    });

    private Dictionary<string, object?> Claims()
    {
        var claims = server.Claims();
        (claims["iss"], claims["sub"], claims["client_id"]) = (setting.Issuer, Key, null);
        if (setting.Id == "entra")
            (claims["sub"], claims["oid"], claims["tid"], claims["ver"]) = ("pairwise", Oid, setting.Tenants[0], "2.0");
        return claims;
    }

    private string Token(Dictionary<string, object?> claims, string? type, Action<Dictionary<string, object?>> shape)
    {
        shape(claims);
        var header = TestIssuer.Header();
        header["typ"] = type;
        return TokenText.Of(server.Keys[0], header, claims);
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
            return server.Document();
        if (path.StartsWith("/directory/", StringComparison.Ordinal))
            return Directory(path);
        if (path != "/token")
            return Results.NotFound();
        var form = await context.Request.ReadFormAsync();
        var proven = setting.ClientAssertion is null
            ? context.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal)
            : form["client_assertion"] == PaperAssertion.Word;
        if (!proven)
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        return form["grant_type"] == "authorization_code"
            ? Results.Json(new { access_token = "opaque", id_token = IdToken(), refresh_token = GivesRefreshToken ? "r-1" : null, token_type = "Bearer", expires_in = 3599 })
            : Refuses ? Refusal() : Results.Json(new { access_token = "opaque", refresh_token = setting.Id == "google" ? null : $"{form["refresh_token"]}n", token_type = "Bearer", expires_in = "3599" });
    }

    private bool GivesRefreshToken => !KeepsRefreshTokens && (setting.Id == "google"
        ? _asked.GetValueOrDefault("access_type") == "offline" && _asked.GetValueOrDefault("prompt") == "consent"
        : _asked["scope"].Split(' ').Contains(OfflineAccess));

    private IResult Refusal() => setting.Id switch
    {
        "google" => Results.Json(new { error = "invalid_grant", error_description = "Token has been expired or revoked." }, statusCode: 400),
        "keycloak" => Results.Json(new { error = "invalid_grant", error_description = "Offline session not active" }, statusCode: 400),
        _ => Results.Json(new { error = "invalid_grant", error_description = "Unknown or invalid refresh token." }, statusCode: 403),
    };

    private IResult Directory(string path) => setting.Directory.Kind switch
    {
        "graph" when path.EndsWith("/transitiveMemberOf", StringComparison.Ordinal) =>
            Results.Text("""{"value":[{"@odata.type":"#microsoft.graph.group","id":"g1"}]}""", "application/json"),
        "graph" => Results.Json(new { id = Oid, displayName = "Alice", accountEnabled = true }),
        "okta" when path.EndsWith("/groups", StringComparison.Ordinal) => Results.Json(new[] { new { id = "g1" } }),
        "okta" => Results.Json(new { id = Key, status = "ACTIVE", profile = new { firstName = "Alice", lastName = "" } }),
        _ => Results.Json(new { id = Key, displayName = "Alice", active = true, groups = new[] { new { value = "g1" } } }, contentType: "application/scim+json"),
    };
}
