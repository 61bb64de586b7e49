using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /api/connections/{provider}/connect</c>: starts connecting an account, in the person's own browser.</summary>
public sealed class ConnectProvider(BeginConnect begin)
{
    [Function(nameof(ConnectProvider))]
    [Person]
    [Description("Sends the browser to the provider's consent page; browser session only.")]
    [Query("returnTo", "A path of this site to come back to.")]
    [Answers(302)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/connections/{provider}/connect")] HttpRequest request, string provider) =>
        ConnectReply.Of(await begin.RunAsync(request.Caller(), request, provider, request.HttpContext.RequestAborted));
}
