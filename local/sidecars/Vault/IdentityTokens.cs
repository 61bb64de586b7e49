using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Sidecars.Vault;

/// <summary>The managed identity of the local app: App Service's token endpoint (api-version 2019-08-01) and the validation of its tokens.</summary>
internal sealed class IdentityTokens(string header, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes("identity tokens " + header));

    public async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path != "/msi/token" || !HttpMethods.IsGet(request.Method))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers["X-IDENTITY-HEADER"].ToString()));
        var resource = request.Query["resource"].ToString();
        if (!CryptographicOperations.FixedTimeEquals(shown, SHA256.HashData(Encoding.UTF8.GetBytes(header))) || resource.Length == 0)
        {
            response.StatusCode = resource.Length == 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status401Unauthorized;
            await response.WriteAsJsonAsync(new { statusCode = response.StatusCode, message = "Send X-IDENTITY-HEADER and resource." });
            return;
        }

        var expires = time.GetUtcNow() + Lifetime;
        await response.WriteAsJsonAsync(new
        {
            access_token = Issue(resource, expires),
            expires_on = expires.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource,
            token_type = "Bearer",
        });
    }

    public bool Accepts(string authorization, string resource)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization[Scheme.Length..].Split('.') is not [var body, var mac])
            return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(mac), Encoding.ASCII.GetBytes(Sign(body))))
            return false;
        var claims = JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(body))!;
        return claims.Resource.TrimEnd('/') == resource && claims.Expires > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private string Issue(string resource, DateTimeOffset expires)
    {
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Claims(resource, expires.ToUnixTimeSeconds())));
        return $"{body}.{Sign(body)}";
    }

    private string Sign(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(body)));

    private sealed record Claims(string Resource, long Expires);
}
