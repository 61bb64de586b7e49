using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Threads;

/// <summary><c>PUT /api/messages/{id}/reactions/{emoji}</c>: adds a reaction of the caller.</summary>
public sealed class ReactToMessage(Reacting reacting)
{
    [Function(nameof(ReactToMessage))]
    [Person(Freshness.Read)]
    [Description("Puts an emoji under a message that the caller may see; again, it changes nothing.")]
    [Answers(204)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/messages/{id}/reactions/{emoji}")] HttpRequest request,
        string id,
        string emoji) => reacting.ChangeAsync(request, id, emoji, isThere: true);
}
