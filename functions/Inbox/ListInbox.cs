using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Inbox;

/// <summary><c>GET /api/inbox</c>: lists the caller's inbox, newest first.</summary>
public sealed class ListInbox(InboxView view)
{
    [Function(nameof(ListInbox))]
    [Person(Freshness.Read)]
    [Description("What waits for the caller: confirmations, proposals, results of runs, parked runs, mentions and shares; the newest first.")]
    [Answers(200, typeof(Listing<InboxItemBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/inbox")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (!TryReadPlace(page.Continuation, out var at, out var id))
            return Page.Continue();
        var found = await view.OfAsync(
            request.Authority(),
            page.Limit + 1,
            item => id is null || item.At < at || (item.At == at && string.CompareOrdinal(item.Id, id) >= 0),
            request.HttpContext.RequestAborted);
        var next = found.Count > page.Limit ? found[page.Limit] : null;
        return HttpAnswer.List([.. found.Take(page.Limit)], next is null ? null : string.Create(CultureInfo.InvariantCulture, $"{next.At.UtcTicks}.{next.Id}"));
    }

    private static bool TryReadPlace(string? continuation, out DateTimeOffset at, out string? id)
    {
        (at, id) = (default, null);
        if (continuation is null)
            return true;
        if (continuation.Split('.') is not [var ticks, var name]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            || moment > DateTimeOffset.MaxValue.UtcTicks)
            return false;
        (at, id) = (new(moment, TimeSpan.Zero), name);
        return true;
    }
}
