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

/// <summary>Marks everything up to a message as read. The mark never moves back.</summary>
public sealed class MarkRead(ThreadStore threads)
{
    [Function(nameof(MarkRead))]
    [Person(Freshness.Read)]
    [Description("Remembers how far the caller has read.")]
    [Takes(typeof(ReadMark))]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/threads/{id}/read")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ReadMark>(request)).Is(out var mark, out var problem))
            return problem;
        var me = request.Authority().Subject;
        return ThreadId.TryParse(id, out var thread)
            && MessageId.TryParse(mark.UpTo, out var upTo)
            && upTo.Thread == thread
            && await threads.ReadAsync(me.Id, upTo, CancellationToken.None)
            ? HttpAnswer.Nothing()
            : Problem.NotFound();
    }
}

internal sealed record ReadMark(string UpTo);
