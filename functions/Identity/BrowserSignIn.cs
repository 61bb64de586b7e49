using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>Sends a browser to its person's identity provider.</summary>
public sealed class BrowserSignIn(BeginSignIn begin)
{
    [Function(nameof(BrowserSignIn))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/sign-in")] HttpRequest request) =>
        SignInPage.Of(await begin.RunAsync(request.HttpContext, request.HttpContext.RequestAborted));
}
