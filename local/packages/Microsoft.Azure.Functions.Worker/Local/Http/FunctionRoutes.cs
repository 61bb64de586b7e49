using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The HTTP functions as routes, by the rules of the real host.</summary>
internal static class FunctionRoutes
{
    private const string HomePage = "Your Functions 4.0 app is up and running";

    private static readonly string[] Reserved = ["admin", "runtime"];

    public static void Map(WebApplication app, FunctionCatalog catalog, HostJson hostJson)
    {
        var pipeline = app.Services.GetRequiredService<FunctionPipeline>();
        var key = app.Configuration["FUNCTIONS_KEY"];
        var taken = new List<(string Path, FunctionMethods Methods, LocalFunction Function)>();
        foreach (var function in catalog.Functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
                continue;
            var pattern = Pattern(function, trigger, hostJson.RoutePrefix);
            var methods = new FunctionMethods(trigger.Methods);
            Claim(taken, pattern, methods, function);
            app.Map(pattern, http => Call(http, pipeline, function, trigger.AuthLevel, key)).WithMetadata(methods);
        }

        app.Map("/admin/functions/{name}", http => RunByHandAsync(http, pipeline, catalog, key)).WithMetadata(new FunctionMethods(["POST"]));

        // The real host answers "/" itself until this setting says otherwise, even where a catch-all route would match.
        if (!string.Equals(app.Configuration["AzureWebJobsDisableHomepage"], "true", StringComparison.OrdinalIgnoreCase))
            app.Map("/", static http => http.Response.WriteAsync(HomePage));
    }

    private static RoutePattern Pattern(LocalFunction function, HttpTriggerAttribute trigger, string prefix)
    {
        var route = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route.Trim('/');
        try
        {
            var pattern = RoutePatternFactory.Parse(prefix.Length == 0 ? route : $"{prefix}/{route}");
            var first = pattern.PathSegments is [{ IsSimple: true, Parts: [RoutePatternLiteralPart literal] }, ..] ? literal.Content : "";
            return Reserved.Contains(first, StringComparer.OrdinalIgnoreCase)
                ? throw new InvalidOperationException($"The function {function.Name} has the route '{route}'; the host keeps '{first}' for itself.")
                : pattern;
        }
        catch (RoutePatternException bad)
        {
            throw new InvalidOperationException($"The function {function.Name} has the route '{route}', which is not a route: {bad.Message}", bad);
        }
    }

    private static void Claim(List<(string Path, FunctionMethods Methods, LocalFunction Function)> taken, RoutePattern pattern, FunctionMethods methods, LocalFunction function)
    {
        // {id} and {name} match alike; a constraint makes a difference that only a request can settle.
        var path = string.Join('/', pattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
            RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(static policy => policy.Content))}}}",
            _ => ".",
        }))));
        if (taken.Find(other => other.Path == path && other.Methods.Overlaps(methods)) is { Function: { } rival })
            throw new InvalidOperationException($"The functions {rival.Name} and {function.Name} have the same route '{pattern.RawText}' and a method in common.");
        taken.Add((path, methods, function));
    }

    private static async Task Call(HttpContext http, FunctionPipeline pipeline, LocalFunction function, AuthorizationLevel level, string? key)
    {
        if (level != AuthorizationLevel.Anonymous && !HasKey(http.Request, key))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await pipeline.RunAsync(function, new(http.Request, http.Request.RouteValues), http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception failure)
        {
            FunctionLog.Failed(http.RequestServices, function, failure);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>As on the real host, a timer can be run now; it then has no schedule status.</summary>
    private static async Task RunByHandAsync(HttpContext http, FunctionPipeline pipeline, FunctionCatalog catalog, string? key)
    {
        var function = catalog.Functions.FirstOrDefault(found => found.Name == http.Request.RouteValues["name"] as string);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        if (!HasKey(http.Request, key))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (function?.Trigger is not TimerTriggerAttribute)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await pipeline.RunAsync(function, new(new TimerInfo()));
    }

    private static bool HasKey(HttpRequest request, string? key)
    {
        var given = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return key is { Length: > 0 } && given is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
    }
}
