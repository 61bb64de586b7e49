using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Identity.Directories;

/// <summary>The next page of a list: OData's <c>@odata.nextLink</c> or a <c>Link</c> header with <c>rel="next"</c> (RFC 8288).</summary>
internal static partial class NextPage
{
    private const string ODataLink = "@odata.nextLink";

    /// <summary>
    /// Returns false if the link is no address, so that the list cannot be read completely. The next page is null at the end of the list; a
    /// link that is empty or no text means the end, too. A relative address is relative to the request (RFC 8288 §3.1).
    /// </summary>
    public static bool TryFind(HttpResponseMessage response, JsonElement body, out Uri? next)
    {
        next = null;
        var link = body.Text(ODataLink);
        if (string.IsNullOrWhiteSpace(link))
            link = InHeader(response);
        if (string.IsNullOrWhiteSpace(link))
            return true;
        return response.RequestMessage?.RequestUri is { } asked ? Uri.TryCreate(asked, link, out next) : Uri.TryCreate(link, UriKind.Absolute, out next);
    }

    private static string? InHeader(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
            return null;
        return links.SelectMany(static link => Links().Matches(link)).FirstOrDefault(static link => Relations().Matches(link.Groups["parameters"].Value)
            .Any(static relation => relation.Groups["names"].Value.Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase)))?.Groups["target"].Value;
    }

    /// <summary>Addresses and quoted parameters can contain commas and semicolons.</summary>
    [GeneratedRegex("<(?<target>[^<>]*)>(?<parameters>(?:\\s*;\\s*[\\w*!#$%&'+.^`|~-]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s\",;]+))?)*)")]
    private static partial Regex Links();

    [GeneratedRegex("(?<=;\\s*)rel\\s*=\\s*(?:\"(?<names>[^\"]*)\"|(?<names>[^\\s\",;]+))", RegexOptions.IgnoreCase)]
    private static partial Regex Relations();
}
