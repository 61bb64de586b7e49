using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
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

    [Function(nameof(WriteWebFile))]
    [Public(PersonBelow = "/api", SendersBelow = "/api/webhooks")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return Problem.NotFound();
        var file = files.Find(request.Path) ?? (IsPage(request.Path) ? files.Find("/index.html") : null);
        if (file is null)
            return Problem.NotFound();

        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.File(file.PhysicalPath, file.ContentType, entityTag: file.ETag);
    }

    // The web app routes its own pages; a missing file is not one of them.
    private static bool IsPage(PathString path) =>
        !Array.Exists(NotPages, part => path.StartsWithSegments(part)) && !Path.HasExtension(path.Value);
}
