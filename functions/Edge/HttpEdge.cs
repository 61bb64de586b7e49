using Azure;
using Azure.Identity;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Functions.Audit;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// Checks each HTTP request before its function runs: the size, the sender, and the directory's answer about the sender. An exception of a
/// function becomes a problem response that does not reveal the cause.
/// </summary>
internal sealed partial class HttpEdge(Callers callers, Authorities authorities, FunctionAccess functions, LargeBodies large, ILogger<HttpEdge> log)
    : IFunctionsWorkerMiddleware
{
    private const string NoStorage =
        "The app's storage takes or returns nothing right now, so this may not have been done. What was confirmed before is kept. "
        + "Try again in a minute. If it stays so, an administrator finds the reason in the app's log.";

    private static readonly TimeSpan StorageWait = TimeSpan.FromMinutes(1);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        ResponseHeaders.Apply(http);
        try
        {
            if (await RefuseAsync(http, functions.Of(context.FunctionDefinition.Name)) is { } refusal)
                context.GetInvocationResult().Value = refusal;
            else
                await next(context);
        }
        catch (Exception left) when (IsClientGone(left) && !http.Response.HasStarted)
        {
            context.GetInvocationResult().Value = Problem.BadRequest("body", "The request ended before its body did. Send it again.");
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            if (IsOfStorage(failure))
                Log.StorageFailed(log, context.FunctionDefinition.Name, FailureText.Of(failure));
            else
                Log.Failed(log, context.FunctionDefinition.Name, FailureText.Of(failure));
            context.GetInvocationResult().Value = failure switch
            {
                AuditNotWrittenException => AuditProblem.NotWritten(),
                _ when IsOfStorage(failure) => Problem.Unavailable("storage-unavailable", NoStorage, StorageWait),
                _ => Problem.Failed(),
            };
        }
    }

    /// <summary>True if the storage or the vault is full, unreachable, throttled or refuses access. Its client wraps failed retries in one exception.</summary>
    private static bool IsOfStorage(Exception failure) =>
        failure is RequestFailedException { Status: 0 or 401 or 403 or 429 or >= 500 } or AuthenticationFailedException
        || (failure is AggregateException { InnerException: { } retried } && (retried is OperationCanceledException || IsOfStorage(retried)));

    /// <summary>True if the client disconnected during the request. This is not a failure of the app.</summary>
    private static bool IsClientGone(Exception failure) =>
        failure is ConnectionResetException or ConnectionAbortedException or BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest };

    private async Task<Problem?> RefuseAsync(HttpContext http, AccessAttribute function)
    {
        if (http.Request.ContentLength > function.LargestBody && function is not PublicAttribute { LimitsBody: true })
            return Problem.TooLarge(function.LargestBody);

        var access = function.For(http.Request.Path);
        if (access is Access.Public)
            return null;
        switch (await callers.AuthenticateAsync(http.Request, http.RequestAborted))
        {
            case CallerResult.Known(var caller):
                http.Features.Set(caller);
                return function is not PersonAttribute { Freshness: { } freshness } ? null
                    : TakesPlace(http, function, caller) ? await http.ConfirmAsync(authorities, freshness, function.LargestBody)
                    : Problem.TooMany("Many files are being attached at this moment. Try again in a moment.", LargeBodies.Wait);
            case CallerResult.Anonymous:
                return access is Access.Person ? Problem.Unauthorized("sign-in-required", "Sign in, or send a bearer token.", "Bearer") : null;
            case CallerResult.Refused refused when access is Access.Person || refused.Code == "cross-site":
                return Refusal(refused);
            default:
                return null;
        }
    }

    private bool TakesPlace(HttpContext http, AccessAttribute function, Caller caller)
    {
        if (function.LargestBody <= Body.Largest)
            return true;
        if (large.TryEnter(caller.Subject.Id) is not { } place)
            return false;
        http.Response.RegisterForDispose(place);
        return true;
    }

    private static Problem Refusal(CallerResult.Refused refused) => refused.Code switch
    {
        "cross-site" => Problem.Forbidden(refused.Code, refused.Reason),
        "sign-in-unavailable" => Problem.Unavailable(refused.Code, refused.Reason),
        _ => Problem.Unauthorized(refused.Code, refused.Reason, refused.Challenge ?? "Bearer error=\"invalid_token\""),
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The function {Function} failed: {Failure}")]
        public static partial void Failed(ILogger logger, string function, string failure);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The storage failed the function {Function}. Check its free space, its access rules and the network: {Failure}")]
        public static partial void StorageFailed(ILogger logger, string function, string failure);
    }
}
