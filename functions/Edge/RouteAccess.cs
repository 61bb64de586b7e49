using Microsoft.AspNetCore.Http;

namespace Onbehalf.Functions.Edge;

/// <summary>Who may reach a route at all. Closed by default: a new route under <c>/api</c> needs a person.</summary>
internal sealed class RouteAccess
{
    /// <summary>Nobody is asked who they are: the web app's files, health, and webhooks, which verify their sender themselves.</summary>
    public static readonly RouteAccess Public = new();

    /// <summary>Signing in and out: with or without a person.</summary>
    public static readonly RouteAccess Anyone = new();

    public static readonly RouteAccess Person = new();

    private RouteAccess()
    {
    }

    public static RouteAccess Of(PathString path)
    {
        if (path.StartsWithSegments("/api", out var rest))
            return rest == "/health" || rest == "/health/ready" || rest == "/openapi.json" || rest.StartsWithSegments("/webhooks") ? Public : Person;
        return path.StartsWithSegments("/auth") ? Anyone : Public;
    }
}
