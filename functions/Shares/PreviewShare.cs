using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary><c>GET /api/messages/{id}/share</c>: what sharing would show, and to whom.</summary>
public sealed class PreviewShare(OwnAnswers answers, ShareStore shares)
{
    [Function(nameof(PreviewShare))]
    [Person(Freshness.Now)]
    [Description("The exact content and audience of a share; the person it was answered for only, from the browser session.")]
    [Answers(200, typeof(SharePreviewBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/messages/{id}/share")] HttpRequest request, string id)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var (answer, problem) = await answers.FindAsync(request, id, cancellation);
        if (answer is null)
            return problem!;
        var inForce = await shares.OfThreadAsync(answer.Message.Id.Thread, cancellation);
        return answer.Frozen is null ? ShareMessage.Closed() : HttpAnswer.Json(answer.Preview(inForce.Has(answer.Message.Id.Value)));
    }
}
