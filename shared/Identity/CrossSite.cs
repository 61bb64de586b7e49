using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity;

/// <summary>
/// Browsers attach cookies to requests of any site. With an unsafe method, a cookie counts only if the request is proven to come from this site.
/// </summary>
internal static class CrossSite
{
    private const string Header = "X-Onbehalf";

    public static bool IsSuspect(HttpRequest request, Uri origin) => !IsSafe(request.Method) && !IsOurs(request, origin);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOurs(HttpRequest request, Uri origin) =>
        request.Headers.Origin is [var sent] && sent == PublicOrigin.Text(origin) && request.Headers[Header] is ["1"];
}
