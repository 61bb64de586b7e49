using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Privacy;

/// <summary>Streams the export from the stores, so memory use does not grow with the file.</summary>
internal sealed class OwnDataFile(OwnData data, Authority me, HttpRequest request) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/jsonl; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"onbehalf-my-data.jsonl\"";
        response.Headers.CacheControl = "no-store";
        var (lines, skipped) = (0L, 0L);
        await foreach (var line in data.OfAsync(me, request, httpContext.RequestAborted))
        {
            await WriteAsync(line);
            lines++;
            skipped += line.Skipped is null ? 0 : 1;
        }

        await WriteAsync(skipped == 0 ? new OwnDataLine("end") { Lines = lines } : new OwnDataLine("incomplete") { Lines = lines, SkippedLines = skipped });

        Task WriteAsync(OwnDataLine line) => response.WriteAsync(JsonSerializer.Serialize(line, Json.Web) + "\n", Encoding.UTF8, httpContext.RequestAborted);
    }
}
