using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Memory;

namespace Onbehalf.Functions.Memory;

/// <summary>Lists the caller's memory, newest first.</summary>
public sealed class ListMemory(MemoryStore memory)
{
    [Function(nameof(ListMemory))]
    [Person(Freshness.Read)]
    [Description("What is remembered for the caller, newest first; locked where it rests on what they may not see any more.")]
    [Answers(200, typeof(Listing<MemoryBody>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/memory")] HttpRequest request)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        if (page.Continuation is { } mark && !MemoryId.TryParse(mark, out _))
            return Page.Continue();
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        var rest = (await memory.ListAsync(me, cancellation)).SkipWhile(held => page.Continuation is { } from && held.Id.Value != from).ToArray();
        return HttpAnswer.List([.. rest.Take(page.Limit).Select(MemoryBody.Of)], rest.ElementAtOrDefault(page.Limit)?.Id.Value);
    }
}
