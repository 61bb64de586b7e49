using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Functions.Turns;

/// <summary><c>GET /api/turns/{id}</c>: returns the whole turn to its speaker. Other members see only whether it runs, and its speaker.</summary>
public sealed class GetTurn(TurnAccess access, TurnView view)
{
    [Function(nameof(GetTurn))]
    [Person(Freshness.Read)]
    [Description("A turn: whole for its speaker, its status for other members.")]
    [Answers(200, typeof(TurnBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/turns/{id}")] HttpRequest request, string id)
    {
        var caller = request.Caller();
        var cancellation = request.HttpContext.RequestAborted;
        return await access.OfMemberAsync(caller, id, cancellation) switch
        {
            null => Problem.NotFound(),
            var found when found.Turn.Speaker.Id == caller.Subject.Id => HttpAnswer.Json(await view.ForSpeakerAsync(request.Authority(), found, cancellation)),
            var found => HttpAnswer.Json(TurnView.ForOthers(found)),
        };
    }
}
