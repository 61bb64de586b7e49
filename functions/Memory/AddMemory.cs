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

/// <summary>Adds an entry to the caller's own memory. Needs no confirmation, because it affects no other person's text or turns.</summary>
public sealed class AddMemory(OwnHand hand, MemoryStore memory, MemoryLimits limits)
{
    [Function(nameof(AddMemory))]
    [Person(Freshness.Now)]
    [Description("Adds something to what is remembered for the caller.")]
    [Takes(typeof(NewMemory))]
    [Answers(201, typeof(MemoryBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/memory")] HttpRequest request)
    {
        if (!(await Body.ReadAsync<NewMemory>(request)).Is(out var wanted, out var problem))
            return problem;
        if (!MemoryText.TryParse(wanted.Text, limits, out var text))
            return Problem.BadRequest("text", $"What is to be remembered has 1 to {limits.Characters} characters.");
        var me = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        var id = MemoryId.New();
        var kept = await hand.RecordAsync(
            me,
            AuditAction.Memory,
            new(MemoryRights.Name, [id.Value], []),
            new { add = text },
            () => memory.AddAsync(me, id, text, MemoryOrigin.Hand, [], [], cancellation),
            static done => done is MemoryAddition.Stored ? null : "memory-full",
            cancellation);
        return kept switch
        {
            MemoryAddition.Stored(var entry) => HttpAnswer.Created(MemoryBody.Of(entry)),
            MemoryAddition.Full(var entries) => Problem.Conflict("memory-full", $"Your memory holds {entries} entries. Delete one first."),
            _ => throw new InvalidOperationException(kept.GetType().Name),
        };
    }
}

internal sealed record NewMemory(string Text);
