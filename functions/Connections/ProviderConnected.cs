using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Delegation.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /auth/connected/{provider}</c>: where a provider sends the browser back to.</summary>
public sealed class ProviderConnected(CompleteConnect complete)
{
    [Function(nameof(ProviderConnected))]
    [Description("Where a provider sends the browser back to after its consent page.")]
    [Answers(302)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/connected/{provider}")] HttpRequest request, string provider) =>
        ConnectReply.Of(await complete.RunAsync(request.CallerOrNull(), request, provider, request.HttpContext.RequestAborted));
}
