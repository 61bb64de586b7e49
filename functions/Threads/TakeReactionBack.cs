using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Threads;

/// <summary><c>DELETE /api/messages/{id}/reactions/{emoji}</c>: removes a reaction of the caller.</summary>
public sealed class TakeReactionBack(Reacting reacting)
{
    [Function(nameof(TakeReactionBack))]
    [Person(Freshness.Read)]
    [Description("Takes an emoji of one's own away from a message; one that is not there changes nothing.")]
    [Answers(204)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/messages/{id}/reactions/{emoji}")] HttpRequest request,
        string id,
        string emoji) => reacting.ChangeAsync(request, id, emoji, isThere: false);
}
