using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Identity;

/// <summary>
/// The public origin: <c>ONBEHALF_ORIGIN</c>, on Azure <c>https://WEBSITE_HOSTNAME</c>, else the request's own origin if it is loopback. The
/// Host header alone is not trusted, because redirects, cookies and the cross-site check depend on the origin.
/// </summary>
public sealed class PublicOrigin(IConfiguration configuration)
{
    /// <summary>The configured origin; null where only requests have one.</summary>
    public Uri? Known { get; } = Configured(configuration);

    /// <summary>Returns the origin, without a trailing slash in its text form, or null if the request is for a foreign host.</summary>
    public Uri? Of(HttpRequest request)
    {
        if (Known is not null)
            return Known;
        var text = $"{request.Scheme}://{request.Host.Value}";
        return request.Host.HasValue && Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.IsLoopback ? origin : null;
    }

    /// <summary>Returns the origin in the form of the Origin header (RFC 6454 §6.2).</summary>
    public static string Text(Uri origin) => origin.GetLeftPart(UriPartial.Authority);

    /// <summary>Returns whether the app runs on Azure.</summary>
    internal static bool IsOnAzure(IConfiguration configuration) => AzureHost(configuration) is not null;

    // `func start` sets WEBSITE_HOSTNAME=localhost:7071 and speaks plain http there.
    private static string? AzureHost(IConfiguration configuration) =>
        configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host && !host.StartsWith("localhost", StringComparison.Ordinal) ? host : null;

    private static Uri? Configured(IConfiguration configuration)
    {
        var text = configuration["ONBEHALF_ORIGIN"];
        if (string.IsNullOrEmpty(text) && AzureHost(configuration) is { } host)
            text = $"https://{host}";
        if (string.IsNullOrEmpty(text))
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (origin.Scheme == Uri.UriSchemeHttps || origin.IsLoopback)
            && origin.PathAndQuery == "/"
                ? origin
                : throw new InvalidOperationException("ONBEHALF_ORIGIN must be an https origin without a path.");
    }
}
