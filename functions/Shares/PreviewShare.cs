using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary><c>GET /api/messages/{id}/share</c>: returns what a share would show, and to which people.</summary>
public sealed class PreviewShare(OwnAnswers answers, AnswerShares shares)
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
        return answer.Frozen is { } frozen
            ? HttpAnswer.Json(SharePreviewBody.Of(answer, frozen, await shares.IsSharedAsync(answer, cancellation)))
            : ShareMessage.Closed();
    }
}
