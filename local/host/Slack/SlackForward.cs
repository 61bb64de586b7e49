using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Host.Slack;

/// <summary>Delivers payloads of the socket to the app's routes for Slack, signed as Slack signs its requests.</summary>
internal sealed class SlackForward(SlackSocketSettings settings, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        BaseAddress = settings.App,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Returns the status of the app's response.</summary>
    public Task<int> EventAsync(string payload, CancellationToken cancellation) =>
        SendAsync("api/webhooks/slack/events", "application/json", payload, cancellation);

    public Task<int> InteractionAsync(string payload, CancellationToken cancellation) =>
        SendAsync("api/webhooks/slack/interactions", "application/x-www-form-urlencoded", $"payload={Uri.EscapeDataString(payload)}", cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<int> SendAsync(string path, string mediaType, string text, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.SigningSecret), signed));
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", "v0=" + signature);
        using var response = await _http.SendAsync(request, cancellation);
        return (int)response.StatusCode;
    }
}
