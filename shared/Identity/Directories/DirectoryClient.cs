using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Identity;

namespace Onbehalf.Identity.Directories;

/// <summary>Reads JSON from one directory with the app's own credential, which can only read account state.</summary>
/// <param name="isAbsence">Whether the body of a 404 is the directory's own statement that the resource does not exist.</param>
internal sealed class DirectoryClient(
    Uri root, HttpClient http, Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> credential, Func<JsonElement, bool> isAbsence)
{
    private const int MaxPages = 20;

    public Uri Root => root;

    public static Func<CancellationToken, ValueTask<AuthenticationHeaderValue?>> Fixed(string scheme, string? token) =>
        _ => new(token is { Length: > 0 } ? new AuthenticationHeaderValue(scheme, token) : null);

    /// <summary>A key as one path segment, or null where it could leave the segment: dot segments are folded before they are sent.</summary>
    public static string? Segment(string key) => key.All(static c => c == '.') ? null : Uri.EscapeDataString(key);

    public async Task<DirectoryReply> GetAsync(string relative, CancellationToken cancellation) =>
        await GetAsync(new Uri($"{root.AbsoluteUri.TrimEnd('/')}/{relative}"), cancellation);

    /// <summary>Returns every element of a paged list, or null if it cannot be read completely.</summary>
    public async Task<List<JsonElement>?> ListAsync(string relative, Func<JsonElement, JsonElement?> items, CancellationToken cancellation)
    {
        var all = new List<JsonElement>();
        var reply = await GetAsync(relative, cancellation);
        for (var page = 0; page < MaxPages; page++)
        {
            if (reply is not DirectoryReply.Found found || items(found.Body) is not { ValueKind: JsonValueKind.Array } list)
                return null;
            all.AddRange(list.EnumerateArray());
            if (found.Next is null)
                return all;
            reply = await GetAsync(found.Next, cancellation);
        }

        return null;
    }

    private async Task<DirectoryReply> GetAsync(Uri address, CancellationToken cancellation)
    {
        // The credential goes to the configured origin only, whatever a paging link says.
        if (Uri.Compare(address, root, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0)
            return new DirectoryReply.Failed("The directory pointed elsewhere.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = await credential(cancellation);
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await http.SendAsync(request, cancellation);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(response, cancellation),
                HttpStatusCode.NotFound => await MissingAsync(response, cancellation),
                var status => new DirectoryReply.Failed($"The directory answered {(int)status}."),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or AuthenticationFailedException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new DirectoryReply.Failed("The directory did not answer.");
        }
    }

    private static async Task<DirectoryReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        await BodyAsync(response, cancellation) switch
        {
            null => new DirectoryReply.Failed("The directory answered text that is no JSON in its declared encoding."),
            { ValueKind: JsonValueKind.Object or JsonValueKind.Array } body when NextPage.TryFind(response, body, out var next) =>
                new DirectoryReply.Found(body, next),
            { ValueKind: JsonValueKind.Object or JsonValueKind.Array } => new DirectoryReply.Failed("The directory gave no valid address of the next page."),
            _ => new DirectoryReply.Failed("The directory answered something else than an object or a list."),
        };

    /// <summary>
    /// An absence ends a person's access, so only the directory itself may report it. The 404 of a proxy or a gateway has another body, or none.
    /// </summary>
    private async Task<DirectoryReply> MissingAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        await BodyAsync(response, cancellation) is { ValueKind: JsonValueKind.Object } body && isAbsence(body)
            ? new DirectoryReply.Missing()
            : new DirectoryReply.Failed("The directory answered 404 without saying that the person does not exist.");

    private static async Task<JsonElement?> BodyAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        ForeignJson.Read(await response.Content.ReadAsByteArrayAsync(cancellation), response.Content.Headers.ContentType?.CharSet);
}

/// <summary>The raw answer of a directory to one request.</summary>
internal abstract record DirectoryReply
{
    private DirectoryReply()
    {
    }

    public sealed record Found(JsonElement Body, Uri? Next) : DirectoryReply;

    public sealed record Missing : DirectoryReply;

    public sealed record Failed(string Reason) : DirectoryReply;
}

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
