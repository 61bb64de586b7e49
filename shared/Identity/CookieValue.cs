using Microsoft.AspNetCore.Http;

namespace Onbehalf.Identity;

internal static class CookieValue
{
    /// <summary>Returns the cookie's value, or null if there is none or more than one: a second one can be planted by another site.</summary>
    public static string? Only(HttpRequest request, string name)
    {
        var prefix = $"{name}=";
        var values = request.Headers.Cookie
            .SelectMany(static header => (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            .Where(pair => pair.StartsWith(prefix, StringComparison.Ordinal))
            .Take(2)
            .ToArray();
        return values is [var only] ? only[prefix.Length..] : null;
    }
}
