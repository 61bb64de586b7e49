using System.Text.Json;

namespace Onbehalf.Identity.Directories;

/// <summary>The next page of a list: OData's <c>@odata.nextLink</c> or a <c>Link</c> header with <c>rel="next"</c> (RFC 8288).</summary>
internal static class NextPage
{
    public static Uri? Of(HttpResponseMessage response, JsonElement body) =>
        Uri.TryCreate(InBody(body) ?? InHeader(response), UriKind.Absolute, out var next) ? next : null;

    private static string? InBody(JsonElement body) => body.Text("@odata.nextLink");

    private static string? InHeader(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
            return null;
        var next = links.SelectMany(static link => link.Split(',')).FirstOrDefault(static link => link.Contains("rel=\"next\"", StringComparison.Ordinal));
        return next is not null && next.IndexOf('<') is var start && next.IndexOf('>') is var end && start >= 0 && end > start
            ? next[(start + 1)..end]
            : null;
    }
}
