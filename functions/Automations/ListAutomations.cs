using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Automations;

/// <summary><c>GET /api/automations</c>: lists the caller's automations, and those shared with the caller's threads.</summary>
public sealed class ListAutomations(AutomationStore store, SharedAutomations shared, AutomationView view)
{
    [Function(nameof(ListAutomations))]
    [Person(Freshness.Read)]
    [Description("The caller's automations, and those shared with threads they are in.")]
    [Answers(200, typeof(Listing<AutomationBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/automations")] HttpRequest request) =>
        Page.TryRead(request, out var page, out var problem)
            ? await ListAsync(request.Authority(), request, page, request.HttpContext.RequestAborted)
            : problem;

    private async Task<IResult> ListAsync(Authority me, HttpRequest request, Page page, CancellationToken cancellation)
    {
        if (page.Continuation is not null && !AutomationId.TryParse(page.Continuation, out _))
            return Page.Continue();
        var mine = await store.OfAuthorAsync(me.Subject.Id, cancellation);
        var others = await shared.WithAsync(me, cancellation);
        var from = mine.Concat(others)
            .DistinctBy(static a => a.Id)
            .Where(static a => a.Latest is not null)
            .OrderBy(static a => a.Id.Value, StringComparer.Ordinal)
            .SkipWhile(a => page.Continuation is { } start && string.CompareOrdinal(a.Id.Value, start) < 0).Take(page.Limit + 1).ToArray();
        var items = new List<AutomationBody>();
        foreach (var automation in from.Take(page.Limit))
            items.Add(await view.InListAsync(me, automation, request, cancellation));
        return HttpAnswer.List<AutomationBody>(items, from.Length > page.Limit ? from[^1].Id.Value : null);
    }
}
