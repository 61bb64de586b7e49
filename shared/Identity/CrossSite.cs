using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity;

/// <summary>A cookie travels whoever sends the request. On an unsafe method it counts only when our own page demonstrably sent it.</summary>
internal static class CrossSite
{
    private const string Header = "X-Onbehalf";

    public static bool IsSuspect(HttpRequest request, Uri origin) => !IsSafe(request.Method) && !IsOurs(request, origin);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOurs(HttpRequest request, Uri origin) =>
        request.Headers.Origin is [var sent] && sent == PublicOrigin.Text(origin) && request.Headers[Header] is ["1"];
}
