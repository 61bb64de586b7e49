using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Delegation.Linking;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Functions.Connections;

/// <summary><c>GET /auth/connected/{provider}</c>: the redirect target after the provider's consent page.</summary>
public sealed class ProviderConnected(CompleteConnect complete, LooksAgain looks)
{
    [Function(nameof(ProviderConnected))]
    [Anyone]
    [Description("Where a provider sends the browser back to after its consent page.")]
    [Answers(302)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/connected/{provider}")] HttpRequest request,
        string provider,
        [DurableClient] DurableTaskClient durable)
    {
        var step = await complete.RunAsync(request.CallerOrNull(), request, provider, request.HttpContext.RequestAborted);
        if (step is ConnectStep.GoBack && request.CallerOrNull() is { } caller)
            await looks.OfAsync(caller.Subject, durable, CancellationToken.None);
        return ConnectReply.Of(step);
    }
}
