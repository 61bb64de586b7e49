using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Functions.Identity;

/// <summary>The redirect target after the identity provider's sign-in.</summary>
public sealed class BrowserCallback(CompleteSignIn complete)
{
    [Function(nameof(BrowserCallback))]
    [Anyone]
    [Description("Where the identity provider sends the browser back to.")]
    [Answers(200, MediaType = "text/html")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/callback")] HttpRequest request) =>
        SignInPage.Of(await complete.RunAsync(request.HttpContext, request.HttpContext.RequestAborted));
}
