using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Memory;

namespace Onbehalf.Functions.Memory;

/// <summary>Deletes an entry of the caller's own memory, including a locked one.</summary>
public sealed class DeleteMemory(OwnHand hand, MemoryStore memory)
{
    [Function(nameof(DeleteMemory))]
    [Person(Freshness.Now)]
    [Description("Deletes one thing that is remembered for the caller.")]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/memory/{id}")] HttpRequest request, string id)
    {
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (!MemoryId.TryParse(id, out var entry) || await memory.FindAsync(me, entry, cancellation) is null)
            return Problem.NotFound();
        var removed = await hand.RecordAsync(
            me,
            AuditAction.Memory,
            new(MemoryRights.Name, [id], []),
            new { delete = id },
            () => memory.RemoveAsync(me, entry, cancellation),
            static done => done ? null : "not-found",
            cancellation);
        return removed ? HttpAnswer.Nothing() : Problem.NotFound();
    }
}
