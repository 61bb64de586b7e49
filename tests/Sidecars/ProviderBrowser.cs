using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Tests.Sidecars;

/// <summary>A browser at the provider's sign-in page, and the client that redeems what it brings back.</summary>
internal sealed class ProviderBrowser : IDisposable
{
    private readonly Endpoints _sidecars;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private readonly string _clientId;
    private readonly string _callback;
    private readonly string _verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private Uri? _page;

    public ProviderBrowser(Endpoints sidecars, string clientId = Endpoints.ClientId, string callback = "http://127.0.0.1:7071/auth/callback")
    {
        (_sidecars, _clientId, _callback) = (sidecars, clientId, callback);
        _client.BaseAddress = new Uri(sidecars.Issuer);
    }

    /// <summary>The authorization code, or null when the provider shows its page again.</summary>
    public async Task<string?> SignInAsync(string name, string password = "onbehalf")
    {
        using var start = await _client.GetAsync(AuthorizationAddress(_verifier));
        using var page = await _client.GetAsync(start.Headers.Location);
        Assert.Contains("onbehalf", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("name", name), new("password", password)]);
        return await FollowAsync(await _client.PostAsync(start.Headers.Location, form));
    }

    /// <summary>Answers the page that asks whether the client may act for the person. What comes back to the client, or null.</summary>
    public async Task<string?> ConsentAsync(string answer)
    {
        using var form = new FormUrlEncodedContent([new("answer", answer)]);
        return await FollowAsync(await _client.PostAsync(_page, form));
    }

    public Task<JsonElement> RedeemAsync(string code) =>
        TokenAsync(new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = _callback, ["code_verifier"] = _verifier });

    public Task<JsonElement> RefreshAsync(string token) => TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token });

    public async Task RevokeAsync(string token)
    {
        using var answer = await SendAsync("token/revocation", new() { ["token"] = token });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<HttpStatusCode> AuthorizeWithoutProofAsync()
    {
        using var answer = await _client.GetAsync(AuthorizationAddress(null));
        return answer.Headers.Location?.Query.Contains("error=invalid_request", StringComparison.Ordinal) == true ? HttpStatusCode.BadRequest : answer.StatusCode;
    }

    public static JsonElement Claims(string jwt) => JsonSerializer.Deserialize<JsonElement>(WebEncoders.Base64UrlDecode(jwt.Split('.')[1]));

    public void Dispose() => _client.Dispose();

    private async Task<string?> FollowAsync(HttpResponseMessage answer)
    {
        while (answer.Headers.Location is { } next)
        {
            answer.Dispose();
            if (next.OriginalString.StartsWith(_callback, StringComparison.Ordinal))
                return QueryHelpers.ParseQuery(next.Query) is var query && query.TryGetValue("code", out var code) ? code : query["error"];
            _page = next;
            answer = await _client.GetAsync(next);
        }

        answer.Dispose();
        return null;
    }

    private async Task<JsonElement> TokenAsync(Dictionary<string, string> form)
    {
        using var answer = await SendAsync("token", form);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_clientId}:{_sidecars.ClientSecret}")));
        return await _client.SendAsync(request);
    }

    private string AuthorizationAddress(string? verifier)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = _clientId,
            ["redirect_uri"] = _callback,
            ["scope"] = "openid profile offline_access",
            ["state"] = "state",
        };
        if (verifier is not null)
        {
            parameters["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters["code_challenge_method"] = "S256";
        }

        return QueryHelpers.AddQueryString("auth", parameters);
    }
}
