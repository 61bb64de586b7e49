using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary><c>POST /api/automations</c>: creates an automation of the caller. It does not run before the caller agrees to it.</summary>
public sealed class StartAutomation(
    OwnAutomations own,
    ContentReader reader,
    Authoring authoring,
    FinishedAutomations finished,
    AutomationLimits limits,
    AutomationView view,
    MySlackLink slack)
{
    [Function(nameof(StartAutomation))]
    [Person(Freshness.Now)]
    [Description("Makes an automation; it waits for its author to agree.")]
    [Takes(typeof(NewAutomation))]
    [Answers(201, typeof(AutomationBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/automations")] HttpRequest request) =>
        !(await Body.ReadAsync<NewAutomation>(request)).Is(out var wanted, out var problem) ? problem
        : reader.Read(wanted.Content) switch
        {
            ContentResult.Refused(var slug, var sentence) => Problem.BadRequest(slug, sentence),
            ContentResult.Ready(var content) => await MakeAsync(request.Authority(), content, wanted, request, request.HttpContext.RequestAborted),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    internal static Problem TooMany(AutomationLimits limits) =>
        Problem.Conflict("too-many-automations", $"You may have {limits.PerPerson} automations beside the finished ones. Delete one first.");

    private async Task<IResult> MakeAsync(Authority me, AutomationContent content, NewAutomation wanted, HttpRequest request, CancellationToken cancellation)
    {
        var sharedWith = wanted.SharedWith;
        ThreadId? thread = ThreadId.TryParse(sharedWith, out var parsed) ? parsed : null;
        if (sharedWith is not null && (thread is null || !await own.MayReadThreadAsync(me, parsed, cancellation)))
            return Problem.NotFound();
        if (wanted.Slack is true && !await slack.IsLinkedAsync(me, cancellation))
            return MySlackLink.NotLinked();
        await finished.TidyAsync(me, Act.Human, cancellation);
        var made = await own.RecordAsync(
            me, "new", "create", new { contentHash = ContentHash.Of(content), content.Title, sharedWith, slack = wanted.Slack }, "too-many",
            async () =>
            {
                var created = await authoring.CreateAsync(me, content, thread, agreed: false, CancellationToken.None);
                return created is not null && wanted.Slack is true ? await authoring.DeliverAsync(me, created, toSlack: true, CancellationToken.None) : created;
            },
            cancellation);
        return made is null ? TooMany(limits) : HttpAnswer.Created(await view.OfAsync(me, made, request, cancellation));
    }
}
