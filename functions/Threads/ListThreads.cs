using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Lists the caller's threads.</summary>
public sealed class ListThreads(ThreadStore threads)
{
    [Function(nameof(ListThreads))]
    [Person(Freshness.Read)]
    [Description("Threads the caller is in.")]
    [Answers(200, typeof(Listing<ThreadBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/threads")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (page.Continuation is { } from && !ThreadId.TryParse(from, out _))
            return Page.Continue();
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority().Subject;
        var found = await threads.ListForAsync(me.Id, page.Continuation, page.Limit, cancellation);
        return HttpAnswer.List([.. found.Items.Select(static t => ThreadBody.Of(t))], found.Next);
    }
}
