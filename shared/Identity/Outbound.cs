namespace Onbehalf.Identity;

/// <summary>How this folder speaks to identity providers: one connection pool each, short, no redirects, no cookies, bounded answers.</summary>
internal static class Outbound
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private const int MaxAnswerBytes = 1024 * 1024;

    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        MaxResponseContentBufferSize = MaxAnswerBytes,
        Timeout = Timeout,
    };

    /// <summary>Credentials and keys travel over TLS, or stay on this machine.</summary>
    public static bool IsSafe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    public static void RequireSafe(string? address, string what)
    {
        if (!IsSafe(address))
            throw new InvalidOperationException($"The {what} must be an https address (http only on loopback).");
    }
}
