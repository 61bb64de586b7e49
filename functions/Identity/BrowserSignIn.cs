using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>Redirects a browser to the person's identity provider.</summary>
public sealed class BrowserSignIn(BeginSignIn begin)
{
    [Function(nameof(BrowserSignIn))]
    [Anyone]
    [Description("Sends the browser to the identity provider.")]
    [Answers(302)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/sign-in")] HttpRequest request) =>
        SignInPage.Of(await begin.RunAsync(request.HttpContext, request.HttpContext.RequestAborted));
}
