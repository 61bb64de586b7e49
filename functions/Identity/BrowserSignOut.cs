using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>Ends the session of this browser. Idempotent.</summary>
public sealed class BrowserSignOut(EndSession end)
{
    [Function(nameof(BrowserSignOut))]
    [Anyone]
    [Description("Ends the browser session.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/sign-out")] HttpRequest request) =>
        await end.RunAsync(request.HttpContext, request.HttpContext.RequestAborted)
            ? HttpAnswer.Nothing()
            : Problem.Forbidden("cross-site", "This request did not come from the Onbehalf page. Reload it and try again.");
}
