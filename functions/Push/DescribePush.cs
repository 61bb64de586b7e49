using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Push;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Push;

/// <summary><c>GET /api/me/push</c>: returns the public key for push subscriptions.</summary>
public sealed class DescribePush(PushSwitch push)
{
    [Function(nameof(DescribePush))]
    [Person(Freshness.Read)]
    [Description("The public key that a browser subscribes to for notifications; without one, this deployment sends none.")]
    [Answers(200, typeof(PushBody))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me/push")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult<IResult>(HttpAnswer.Json(new PushBody(push.Keys?.Public)));
    }
}

/// <param name="PublicKey">The uncompressed point in base64url, for <c>applicationServerKey</c>.</param>
internal sealed record PushBody(string? PublicKey);
