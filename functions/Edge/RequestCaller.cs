using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Edge;

internal static class RequestCaller
{
    /// <summary>Who sent the request. Behind the edge every function with <see cref="PersonAttribute"/> has one.</summary>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("The edge lets nobody unknown reach this route.");

    public static Caller? CallerOrNull(this HttpRequest request) => request.HttpContext.Features.Get<Caller>();
}
