using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Onbehalf.Functions.Edge;

/// <summary>Formats and writes Server-Sent Events (HTML Living Standard §9.2).</summary>
internal static class SseFrames
{
    private const int RetryMilliseconds = 1000;

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    public static Task BeginAsync(HttpContext http, CancellationToken cancellation)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return WriteAsync(response, $"retry: {RetryMilliseconds}\n\n", cancellation);
    }

    public static string Frame(string? id, string kind, string data)
    {
        var frame = new StringBuilder();
        if (id is not null)
            frame.Append("id: ").Append(id).Append('\n');
        frame.Append("event: ").Append(kind).Append('\n');
        foreach (var line in data.Split(LineEnds, StringSplitOptions.None))
            frame.Append("data: ").Append(line).Append('\n');
        return frame.Append('\n').ToString();
    }

    public static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellation)
    {
        await response.WriteAsync(text, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
