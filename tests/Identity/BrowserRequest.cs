using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Identity;

/// <summary>A request as a browser at <see cref="Origin"/> sends it.</summary>
internal static class BrowserRequest
{
    public const string Origin = "http://127.0.0.1:7071";

    public static Uri OriginUri { get; } = new(Origin);

    public static DefaultHttpContext To(string pathAndQuery, string method = "GET", string? cookie = null, string host = "127.0.0.1:7071", string scheme = "http")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = scheme;
        context.Request.Host = new(host);
        context.Request.Path = pathAndQuery.Split('?')[0];
        context.Request.QueryString = pathAndQuery.Contains('?', StringComparison.Ordinal) ? new(pathAndQuery[pathAndQuery.IndexOf('?', StringComparison.Ordinal)..]) : default;
        if (cookie is not null)
            context.Request.Headers.Cookie = cookie;
        return context;
    }

    /// <summary>Every Set-Cookie of the response, as a cookie header would send it back.</summary>
    public static string CookieOf(HttpContext context, string name) =>
        context.Response.Headers.SetCookie.Select(static header => header!.Split(';')[0]).Single(pair => pair.StartsWith($"{name}=", StringComparison.Ordinal));
}
