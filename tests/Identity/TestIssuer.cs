using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

/// <summary>A provider on loopback: discovery, keys, and whatever endpoints a test answers. It counts what it is asked.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "api://onbehalf";
    public const string ClientId = "onbehalf-web";

    // Created once: generating an RSA key per test would take most of a test's time.
    private static readonly SigningKey First = SigningKey.Rsa("rsa-1");
    private static readonly SigningKey Second = SigningKey.Ec("ec-1");

    private readonly WebApplication _app;

    private TestIssuer(WebApplication app, string url) => (_app, Url) = (app, url);

    public string Url { get; }

    public List<SigningKey> Keys { get; } = [First, Second];

    public ConcurrentDictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

    public bool IsDown { get; set; }

    /// <summary>The issuer in the discovery document, if it differs from the address.</summary>
    public string? Named { get; set; }

    /// <summary>The discovery document lists these, where it lists any.</summary>
    public string[]? Scopes { get; set; }

    /// <summary>Promises <c>iss</c> in the answers of its sign-in page.</summary>
    public bool NamesItself { get; set; } = true;

    /// <summary>Takes the names out of the key set.</summary>
    public bool LeavesOutKeyIds { get; set; }

    /// <summary>Answers everything but discovery and keys.</summary>
    public Func<HttpContext, Task<IResult>> Answer { get; set; } = static _ => Task.FromResult(Results.NotFound());

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        TestIssuer? self = null;
        app.Urls.Add("http://127.0.0.1:0");
        app.Map("/{**path}", (Delegate)((HttpContext context) => self!.AnswerAsync(context)));
        await app.StartAsync();
        return self = new(app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public IssuerSetting Setting(string kind = "scim", string[]? tenants = null, string[]? types = null) => new()
    {
        Id = "test",
        Issuer = Url,
        Audience = Audience,
        ClientId = ClientId,
        ClientSecret = "not a secret",
        Tenants = tenants ?? [],
        TokenTypes = types ?? ["at+jwt"],
        Directory = new() { Kind = kind, Url = $"{Url}/directory", Token = "directory-token" },
    };

    public IssuerCatalog Catalog(TimeProvider? time = null, string kind = "scim", string[]? tenants = null, string[]? types = null) =>
        new([new Issuer(Setting(kind, tenants, types))], time ?? TimeProvider.System);

    public static Dictionary<string, object?> Header(string alg = "RS256") => new() { ["alg"] = alg, ["typ"] = "at+jwt", ["kid"] = alg == "ES256" ? "ec-1" : "rsa-1" };

    public Dictionary<string, object?> Claims() => new()
    {
        ["iss"] = Url,
        ["aud"] = Audience,
        ["sub"] = "alice",
        ["client_id"] = "some-client",
        ["name"] = "Alice",
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    public string Token(Action<Dictionary<string, object?>>? claims = null, Action<Dictionary<string, object?>>? header = null, string alg = "RS256", string? signAs = null)
    {
        var (head, body) = (Header(alg), Claims());
        header?.Invoke(head);
        claims?.Invoke(body);
        return TokenText.Of(Keys.First(key => key.Id.StartsWith(alg == "ES256" ? "ec" : "rsa", StringComparison.Ordinal)), head, body, signAs);
    }

    public IResult Document() => Results.Json(new
    {
        issuer = Named ?? Url,
        scopes_supported = Scopes,
        authorization_endpoint = $"{Url}/authorize",
        token_endpoint = $"{Url}/token",
        revocation_endpoint = $"{Url}/revoke",
        jwks_uri = $"{Url}/jwks",
        authorization_response_iss_parameter_supported = NamesItself,
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        Asked.AddOrUpdate(context.Request.Path, 1, static (_, count) => count + 1);
        if (IsDown)
            return Results.StatusCode(503);
        return context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => Document(),
            "/jwks" => Results.Json(new { keys = Keys.Select(key => LeavesOutKeyIds ? key.NamelessJwk() : key.Jwk()) }),
            _ => await Answer(context),
        };
    }
}
