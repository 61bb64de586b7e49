using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Identity;

/// <summary>
/// The origin people see: <c>ONBEHALF_ORIGIN</c>, on Azure <c>https://WEBSITE_HOSTNAME</c>, else the request's own origin when that is
/// loopback. The Host header alone is never believed: redirects, cookies and the cross-site check all stand on this.
/// </summary>
public sealed class PublicOrigin(IConfiguration configuration)
{
    private readonly Uri? _configured = Configured(configuration);

    /// <summary>The origin without a trailing slash in its text form, or null when the request came to a host that is not ours.</summary>
    public Uri? Of(HttpRequest request)
    {
        if (_configured is not null)
            return _configured;
        var text = $"{request.Scheme}://{request.Host.Value}";
        return request.Host.HasValue && Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.IsLoopback ? origin : null;
    }

    /// <summary>As browsers write it in the Origin header (RFC 6454 §6.2).</summary>
    public static string Text(Uri origin) => origin.GetLeftPart(UriPartial.Authority);

    private static Uri? Configured(IConfiguration configuration)
    {
        var text = configuration["ONBEHALF_ORIGIN"];
        // `func start` sets WEBSITE_HOSTNAME=localhost:7071 and speaks plain http there.
        if (string.IsNullOrEmpty(text) && configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host && !host.StartsWith("localhost", StringComparison.Ordinal))
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
