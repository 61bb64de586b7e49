using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.Web;

/// <summary>
/// The web app, and the last answer to every path that no other function takes. The host tries routes in the order of function names, so
/// the catch-all needs the last name.
/// </summary>
public sealed class WriteWebFile(WebFiles files)
{
    // Everything comes from this origin; nothing is inlined, framed or sent elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly string[] NotPages = ["/api", "/auth", "/local", "/runtime", "/admin"];

    /// <summary>The first segments that the web app has pages for (web/src/state/route.ts). It shows every other one as not found.</summary>
    internal static readonly string[] Pages =
        ["/t", "/inbox", "/search", "/rooms", "/chats", "/wiki", "/artifacts", "/automations", "/runs", "/connections", "/memory", "/access", "/audit", "/settings"];

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
        // A status other than 200 is not to become 304.
        return Results.File(sent.PhysicalPath, file.ContentType, entityTag: response.StatusCode == StatusCodes.Status200OK ? sent.ETag : null);
    }

    // The web app routes its own pages; a missing file is not one of them.
    private static bool IsPage(PathString path) =>
        !Array.Exists(NotPages, part => path.StartsWithSegments(part)) && !Path.HasExtension(path.Value);
}
