using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The ASP.NET Core integration: middleware added after it sees the HttpContext, and the result before it is written.</summary>
internal static class HttpExchange
{
    public static async Task RunAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.Features.Get<HttpContext>() is not { } http)
        {
            await next(context);
            return;
        }

        context.Items[FunctionContextExtensions.HttpContextKey] = http;
        await next(context);
        await WriteAsync(http, context.GetInvocationResult().Value);
    }

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult known => known.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        string text => Results.Text(text).ExecuteAsync(http),
        var value => Results.Json(value, JsonSerializerOptions.Web).ExecuteAsync(http),
    };
}
