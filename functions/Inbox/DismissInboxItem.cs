using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Inbox;

/// <summary><c>DELETE /api/inbox/{id}</c>: dismisses an item. Its subject is unchanged: a confirmation keeps waiting in its thread.</summary>
public sealed class DismissInboxItem(InboxItems items)
{
    [Function(nameof(DismissInboxItem))]
    [Person(Freshness.Read)]
    [Description("Takes something that the caller has seen out of their inbox.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/inbox/{id}")] HttpRequest request, string id) =>
        InboxItems.IsId(id) && await items.RemoveAsync(request.Authority().Subject.Id, id, CancellationToken.None) ? HttpAnswer.Nothing() : Problem.NotFound();
}
