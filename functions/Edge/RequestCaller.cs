using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Edge;

internal static class RequestCaller
{
    /// <summary>Returns the authenticated sender of the request. Always set in functions with <see cref="PersonAttribute"/>.</summary>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("The edge lets nobody unknown reach this route.");

    /// <summary>
    /// Returns the authority that the edge confirmed for this request. Only available with a <see cref="PersonAttribute"/> that has a freshness.
    /// </summary>
    public static Authority Authority(this HttpRequest request) =>
        request.HttpContext.Features.Get<Authority>()
        ?? throw new InvalidOperationException("The function's [Person] names no freshness, so nobody was confirmed.");

    /// <summary>Confirms the caller at the directory, once per request. Returns null on success; <see cref="Authority"/> is then set.</summary>
    /// <remarks>The body is read first. Otherwise a slow sender could act on a confirmation that is older than the end of the body.</remarks>
    public static async Task<Problem?> ConfirmAsync(this HttpContext http, Authorities authorities, Freshness freshness, int largestBody = Body.Largest)
    {
        if (!await RawBody.BufferAsync(http.Request, largestBody))
            return Problem.TooLarge(largestBody);
        switch (await authorities.ConfirmAsync(http.Request.Caller().Subject, freshness, http.RequestAborted))
        {
            case AuthorityResult.Confirmed(var authority):
                http.Features.Set(authority);
                return null;
            case AuthorityResult.Refused refused:
                return AuthorityProblem.Of(refused);
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    public static Caller? CallerOrNull(this HttpRequest request) => request.HttpContext.Features.Get<Caller>();
}
