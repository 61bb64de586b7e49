using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>The headers of every response. A function that serves pages overrides the content security policy.</summary>
internal static class ResponseHeaders
{
    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers["traceparent"] = TraceParent(http.Request);
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    // W3C Trace Context §4: continues the caller's trace if there is one.
    private static string TraceParent(HttpRequest request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current })
            return current;
        var trace = ActivityContext.TryParse(request.Headers["traceparent"], null, out var given) ? given.TraceId : ActivityTraceId.CreateRandom();
        return $"00-{trace}-{ActivitySpanId.CreateRandom()}-00";
    }
}
