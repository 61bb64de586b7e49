using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Channels.Push;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Push;

/// <summary><c>POST /api/me/push</c>: subscribes this browser to the caller's notifications.</summary>
public sealed class SubscribeBrowser(PushSwitch push, PushStore store)
{
    [Function(nameof(SubscribeBrowser))]
    [Person(Freshness.Now)]
    [Description("Notifies a browser of the caller that something waits, never of what. The body is the browser's own subscription.")]
    [Takes(typeof(SubscriptionBody))]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/me/push")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<SubscriptionBody>(request)).Is(out var body, out var problem))
            return problem;
        if (push.Keys is null)
            return Problem.Conflict("push-off", "This deployment notifies only browsers that have Onbehalf open.");
        if (PushAddress.Of(body.Endpoint, body.Keys?.P256dh, body.Keys?.Auth) is not { } address)
            return Problem.BadRequest("subscription", "The body is the subscription as the browser gives it: an https endpoint, and the keys p256dh and auth.");
        await store.AddAsync(request.Authority().Subject.Id, address, CancellationToken.None);
        return HttpAnswer.Nothing();
    }
}

/// <summary>The JSON format of <c>PushSubscription.toJSON()</c>.</summary>
internal sealed record SubscriptionBody(string? Endpoint, SubscriptionKeys? Keys);

internal sealed record SubscriptionKeys(string? P256dh, string? Auth);
