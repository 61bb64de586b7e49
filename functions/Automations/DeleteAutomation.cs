using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary><c>DELETE /api/automations/{id}</c>: ends the automation and deletes its signing secret. Its runs stay readable for its author.</summary>
public sealed class DeleteAutomation(OwnAutomations own, Authoring authoring, SigningSecrets secrets, InboxItems inbox)
{
    [Function(nameof(DeleteAutomation))]
    [Person(Freshness.Now)]
    [Description("Ends an automation; its author only.")]
    [Answers(204)]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/automations/{id}")] HttpRequest request, string id) =>
        own.AsAuthorAsync(
            request,
            id,
            "delete",
            async (me, automation, cancellation) =>
            {
                await own.RecordAsync(
                    me, automation.Id.Value, "delete", null, "ended", () => authoring.EndAsync(me, automation, CancellationToken.None), cancellation);
                await secrets.DeleteAsync(me.Subject, automation.Id, CancellationToken.None);
                await inbox.RemoveOfAsync(me.Subject.Id, automation.Id, CancellationToken.None);
                return HttpAnswer.Nothing();
            });
}
