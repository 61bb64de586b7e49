using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>Where the identity provider sends the browser back to.</summary>
public sealed class BrowserCallback(CompleteSignIn complete)
{
    [Function(nameof(BrowserCallback))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/callback")] HttpRequest request) =>
        SignInPage.Of(await complete.RunAsync(request.HttpContext, request.HttpContext.RequestAborted));
}
