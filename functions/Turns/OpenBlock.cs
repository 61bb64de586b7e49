using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Acts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Turns;

/// <summary><c>POST /api/blocks/{id}/open</c>: runs a table's stored request with the viewer's rights, if the viewer may see the reply.</summary>
public sealed class OpenBlock(SeenBlocks blocks, ToolCatalog catalog, InvokeTool invoke)
{
    [Function(nameof(OpenBlock))]
    [Person(Freshness.Read)]
    [Description("Runs the stored request of a reply again, as the caller.")]
    [Answers(200, typeof(OpenedBlockBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/blocks/{id}/open")] HttpRequest request, string id)
    {
        var viewer = request.Authority();
        var cancellation = request.HttpContext.RequestAborted;
        if (await blocks.FindAsync(viewer, id, cancellation) is not { Request: { } stored })
            return Problem.NotFound();

        // Only reads may be stored requests. Opening a table must not act on the viewer's behalf.
        if (catalog.Find(stored.Tool) is not { Effect: ToolEffect.Read })
            return Problem.NotFound();
        var call = new ToolRequest(
            viewer.Subject,
            $"{id}-o{Guid.NewGuid():N}",
            stored.Tool,
            JsonDocument.Parse(stored.Arguments).RootElement.Clone(),
            Act.Human,
            BlockId.Parse(id).Reply.Thread.Value,
            null,
            []);
        var outcome = await invoke.RunAsync(call, new NotKept(), cancellation);
        return outcome.Result switch
        {
            { Status: ToolStatus.Succeeded, Table: { } table } => HttpAnswer.Json(
                new OpenedBlockBody(id, "table", table.Columns, table.Rows, table.Truncated, outcome.AuditId)),
            var refused => Problem.Forbidden("block-refused", refused.ForPerson),
        };
    }
}

public sealed record OpenedBlockBody(
    string Id,
    string Kind,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<System.Collections.Immutable.ImmutableArray<object?>> Rows,
    bool Truncated,
    string? AuditId);
