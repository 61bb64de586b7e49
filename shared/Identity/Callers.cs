using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity;

/// <summary>
/// Authenticates one HTTP request: a bearer token of an allow-listed issuer, else the browser session cookie. A request with a bearer
/// token never falls back to its cookie. A cookie on an unsafe method counts only with an exact <c>Origin</c> and <c>X-Onbehalf: 1</c>.
/// </summary>
public sealed class Callers
{
    public Task<CallerResult> AuthenticateAsync(HttpRequest request, CancellationToken cancellation) => throw new NotImplementedException();
}
