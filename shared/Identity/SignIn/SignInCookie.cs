using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity.SignIn;

/// <summary>The cookie that carries the ticket across the provider's pages. It is SameSite=Lax, because the return is a cross-site navigation.</summary>
internal static class SignInCookie
{
    public static string NameOn(Uri origin) =>
        origin.Scheme == Uri.UriSchemeHttps ? "__Host-onbehalf-sign-in" : $"onbehalf-sign-in-{origin.Port}";

    public static void AppendTo(HttpResponse response, Uri origin, string value) =>
        response.Cookies.Append(NameOn(origin), value, Attributes(origin, SignInTicket.Lifetime));

    /// <summary>Returns the value of the cookie and deletes it with this response, because a ticket is used once.</summary>
    public static string? Take(HttpContext context, Uri origin)
    {
        context.Response.Cookies.Delete(NameOn(origin), Attributes(origin, null));
        return CookieValue.Only(context.Request, NameOn(origin));
    }

    private static CookieOptions Attributes(Uri origin, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = origin.Scheme == Uri.UriSchemeHttps,
    };
}
