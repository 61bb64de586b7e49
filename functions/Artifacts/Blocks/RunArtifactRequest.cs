using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Acts;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>
/// <c>POST /api/artifacts/{id}/blocks/{block}/run</c>: runs a block's request as the viewer, on their click. A request of another author
/// needs the viewer's consent first. The result is returned to the viewer and not stored.
/// </summary>
public sealed class RunArtifactRequest(ArtifactRequestBlocks blocks, RequestRuns runs)
{
    [Function(nameof(RunArtifactRequest))]
    [Person(Freshness.Read)]
    [Description("Runs the request of a block as the caller. 409 when it needs their yes first; a locked block when they have no rows to see.")]
    [Takes(typeof(RunRequestBody))]
    [Answers(200, typeof(ArtifactResultBody))]
    [Answers(409, typeof(ConsentNeeded), MediaType = "application/problem+json")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/blocks/{block}/run")] HttpRequest request, string id, string block)
    {
        if (!(await Body.ReadAsync<RunRequestBody>(request)).Is(out var body, out var problem))
            return problem;
        return await blocks.AnswerAsync(request, id, block, async (me, live, held, cancellation) =>
        {
            var hash = RequestHash.Of(live.Head.Id, held.Block, live.State.Parameters)!;
            if (hash != body.DefinitionHash || !await runs.MayAsync(me, live, held, hash, cancellation))
                return ConsentNeeded.Of(live, held, hash);
            return RequestValues.Read(live.State.Parameters, body.Values, out var values) is { } unfit
                ? ArtifactRequests.Of(unfit)
                : Answer(held, RequestRuns.IsOwn(me, held), await runs.RunAsync(me, live, held, values, cancellation));
        });
    }

    private static IResult Answer(HeldBlock held, bool isOwn, ToolOutcome outcome) => outcome.Result switch
    {
        { Status: ToolStatus.Succeeded, Table: { } table } => HttpAnswer.Json(new ArtifactResultBody("open")
        {
            Id = held.Block.Id,
            Kind = "table",
            Columns = table.Columns,
            Rows = table.Rows,
            Truncated = table.Truncated,
            Caption = held.Block.Title,
            AuditId = outcome.AuditId,
        }),
        // The author gets the error, to correct the request.
        var refused when isOwn => Problem.Forbidden("block-refused", refused.ForPerson),
        _ => HttpAnswer.Json(new ArtifactResultBody("locked")),
    };
}

/// <summary><paramref name="Values"/> has the viewer's value of each parameter: a choice, or a range <c>{from, to}</c>.</summary>
internal sealed record RunRequestBody(string DefinitionHash, IReadOnlyDictionary<string, JsonElement>? Values = null);

/// <summary>A result, or <c>locked</c> with no other member. The locked answer has the same bytes for every viewer and reason.</summary>
internal sealed record ArtifactResultBody(string Visibility)
{
    public string? Id { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<ResultColumn>? Columns { get; init; }

    public IReadOnlyList<ImmutableArray<object?>>? Rows { get; init; }

    public bool? Truncated { get; init; }

    public string? Caption { get; init; }

    public string? AuditId { get; init; }
}

/// <summary>The 409 problem that asks the viewer for a consent: the whole request and its author.</summary>
internal sealed record ConsentNeeded(
    string Type, string Title, int Status, string Detail, string DefinitionHash, string Source, string Sql, PersonBody WrittenBy)
{
    public static IResult Of(LiveArtifact live, HeldBlock held, string hash)
    {
        var author = live.State.Person(held.DefinedBy);
        return Results.Json(
            new ConsentNeeded(
                "https://onbehalf.dev/problems/consent-needed",
                "Conflict",
                StatusCodes.Status409Conflict,
                $"{author.Name} wrote this request. It runs as you after you agree to exactly this text.",
                hash, held.Block.Source!, held.Block.Sql!, PersonBody.Of(author)),
            Json.Web, "application/problem+json", StatusCodes.Status409Conflict);
    }
}
