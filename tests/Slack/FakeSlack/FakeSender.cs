using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Onbehalf.Tests.Slack;

/// <summary>Signs and delivers as Slack does: again after a failure, at most three times, with the reason in a header.</summary>
internal sealed class FakeSender(HttpClient http, string signingSecret, TimeProvider? time = null)
{
    private const int Retries = 3;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Between a failure and the next try; Slack takes a minute and five.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(20);

    public static string Signature(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    public Task<int> EventAsync(string path, JsonObject envelope) => DeliverAsync(path, "application/json", Encoding.UTF8.GetBytes(envelope.ToJsonString()));

    public async Task EventsAsync(string path, IEnumerable<JsonObject> envelopes)
    {
        foreach (var envelope in envelopes)
            await EventAsync(path, envelope);
    }

    public Task<int> InteractionAsync(string path, JsonObject payload) =>
        DeliverAsync(path, "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes($"payload={Uri.EscapeDataString(payload.ToJsonString())}"));

    /// <summary>One request, signed for now.</summary>
    public HttpRequestMessage Signed(string path, string mediaType, byte[] body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", Signature(signingSecret, timestamp, body));
        return request;
    }

    /// <summary>The last status; 0 where no answer came in time.</summary>
    private async Task<int> DeliverAsync(string path, string mediaType, byte[] body)
    {
        string? reason = null;
        for (var retry = 0; ; retry++)
        {
            using var request = Signed(path, mediaType, body);
            if (reason is not null)
            {
                request.Headers.Add("X-Slack-Retry-Num", retry.ToString(CultureInfo.InvariantCulture));
                request.Headers.Add("X-Slack-Retry-Reason", reason);
            }

            var status = 0;
            var mayRetry = true;
            try
            {
                using var limit = new CancellationTokenSource(AnswerLimit);
                using var response = await http.SendAsync(request, limit.Token);
                status = (int)response.StatusCode;
                mayRetry = !response.Headers.Contains("X-Slack-No-Retry");
                reason = "http_error";
            }
            catch (OperationCanceledException)
            {
                reason = "http_timeout";
            }
            catch (HttpRequestException)
            {
                reason = "connection_failed";
            }

            if (status is >= 200 and < 300 || !mayRetry || retry == Retries)
                return status;
            await Task.Delay(Pause);
        }
    }
}
