using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.Web;

/// <summary>
/// Serves the web app, and answers every path that no other function matches. The host tries routes in the order of function names, so the
/// catch-all must have the last name.
/// </summary>
public sealed class WriteWebFile(WebFiles files)
{
    // Only resources of this origin; no inline code, no framing, no external requests.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly string[] NotPages = ["/api", "/auth", "/local", "/runtime", "/admin"];

    /// <summary>The first path segments of the web app's pages (web/src/state/route.ts). The web app shows all others as not found.</summary>
    internal static readonly string[] Pages =
    [
        "/t",
        "/inbox",
        "/search",
        "/rooms",
        "/chats",
        "/wiki",
        "/artifacts",
        "/automations",
        "/runs",
        "/connections",
        "/memory",
        "/access",
        "/audit",
        "/settings",
    ];

    [Function(nameof(WriteWebFile))]
    [Public(PersonBelow = "/api", SendersBelow = "/api/webhooks")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return Problem.NotFound();
        var asked = files.Find(request.Path);
        if ((asked ?? (IsPage(request.Path) ? files.Find("/index.html") : null)) is not { } file)
            return Problem.NotFound();

        var response = request.HttpContext.Response;
        if (asked is null && !Array.Exists(Pages, page => request.Path.StartsWithSegments(page)))
            response.StatusCode = StatusCodes.Status404NotFound;
        var sent = file.For(request.GetTypedHeaders().AcceptEncoding);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        if (!file.Encoded.IsEmpty)
            response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (sent.Encoding is { } encoding)
            response.Headers.ContentEncoding = encoding;
        // No entity tag for other statuses, which must not become 304.
        return Results.File(sent.PhysicalPath, file.ContentType, entityTag: response.StatusCode == StatusCodes.Status200OK ? sent.ETag : null);
    }

    // The web app routes its own pages. A missing file is not a page.
    private static bool IsPage(PathString path) =>
        !Array.Exists(NotPages, part => path.StartsWithSegments(part)) && !Path.HasExtension(path.Value);
}
