using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>The cookie that binds a linking to one browser. It is SameSite=Lax, because the redirect from Slack is a cross-site navigation.</summary>
internal static class SlackLinkCookie
{
    public static void AppendTo(HttpResponse response, Uri origin, string value) =>
        response.Cookies.Append(NameOn(origin), value, Attributes(origin, LinkState.Lifetime));

    public static void RemoveFrom(HttpResponse response, Uri origin) => response.Cookies.Delete(NameOn(origin), Attributes(origin, null));

    public static string? In(HttpRequest request, Uri origin) => CookieValue.Only(request, NameOn(origin));

    private static string NameOn(Uri origin) => origin.Scheme == Uri.UriSchemeHttps ? "__Host-onbehalf-slack" : $"onbehalf-slack-{origin.Port}";

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
