using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host.Http;

/// <summary>
/// The routes of the HTTP functions, matched as in the Functions host. Routes are tried in the order of function names, ignoring case. The first
/// match of template and method wins, even if a later route is more specific.
/// </summary>
internal sealed class FunctionRoutes
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    private readonly RouteCollection _routes = new();

    public FunctionRoutes(
        IEnumerable<WorkerFunction> functions, string prefix, IServiceProvider services, Func<HttpContext, WorkerFunction, RouteValueDictionary, Task> call)
    {
        var constraints = services.GetRequiredService<IInlineConstraintResolver>();
        foreach (
            var function in functions
                .Where(static function => function.Trigger == "httpTrigger")
                .OrderBy(static function => function.Name, StringComparer.OrdinalIgnoreCase))
            _routes.Add(Route(function, prefix, constraints, call));
    }

    /// <returns>False if no function matches the request.</returns>
    public async Task<bool> TryAsync(HttpContext http)
    {
        var context = new RouteContext(http);
        await _routes.RouteAsync(context);
        if (context.Handler is not { } handler)
            return false;
        await handler(http);
        return true;
    }

    private static Route Route(
        WorkerFunction function, string prefix, IInlineConstraintResolver constraints, Func<HttpContext, WorkerFunction, RouteValueDictionary, Task> call)
    {
        // The Functions host treats an empty route as absent.
        var route =
            function.TriggerBinding.TryGetProperty("route", out var declared) && declared.GetString() is { Length: > 0 } text ? text.Trim('/') : function.Name;
        if (Reserved.Contains(route.Split('/')[0], StringComparer.OrdinalIgnoreCase))
            throw new InvalidOperationException($"The function {function.Name} has the route '{route}'; the host keeps '{route.Split('/')[0]}' for itself.");
        var methods = function.TriggerBinding.TryGetProperty("methods", out var verbs)
            ? verbs.EnumerateArray().Select(static verb => verb.GetString()!).ToArray()
            : [];
        var extra = new Dictionary<string, object>();
        if (methods.Length > 0)
            extra["httpMethod"] = new HttpMethodRouteConstraint(methods);
        try
        {
            return new(
                new Target(function, call),
                function.Name,
                prefix.Length == 0 ? route : $"{prefix}/{route}",
                defaults: null,
                extra,
                dataTokens: null,
                constraints);
        }
        catch (RouteCreationException bad)
        {
            throw new InvalidOperationException($"The function {function.Name} has the route '{route}', which is not a route: {bad.Message}", bad);
        }
    }

    private sealed class Target(WorkerFunction function, Func<HttpContext, WorkerFunction, RouteValueDictionary, Task> call) : IRouter
    {
        public VirtualPathData? GetVirtualPath(VirtualPathContext context) => null;

        public Task RouteAsync(RouteContext context)
        {
            var values = context.RouteData.Values;
            context.Handler = http => call(http, function, values);
            return Task.CompletedTask;
        }
    }
}
