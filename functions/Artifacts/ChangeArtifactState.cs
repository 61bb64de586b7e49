using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Artifacts;

/// <summary><c>POST /api/artifacts/{id}/ops</c>: adds ops of the caller. Their author is always the caller.</summary>
public sealed class ChangeArtifactState(ArtifactRequests requests, ArtifactViews views)
{
    [Function(nameof(ChangeArtifactState))]
    [Person(Freshness.Read)]
    [Description(
        "Adds changes to an artifact, in the order in which the server receives them; 409 with what is missing when they would overwrite a change in between.")]
    [Takes(typeof(ArtifactOps))]
    [Answers(200, typeof(ArtifactSeqBody))]
    [Answers(409, typeof(ArtifactConflict), MediaType = "application/problem+json")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/ops")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<ArtifactOps>(request)).Is(out var body, out var problem))
            return problem;
        if (requests.Refuses(request.Authority()) is { } slower)
            return slower;
        var unreadable = Read(body, out var ops);
        if (unreadable is null && await requests.TryAppendAsync(request.Authority(), id, ops, request.HttpContext.RequestAborted) is { Seq: var seq })
            return HttpAnswer.Json(new ArtifactSeqBody(seq));
        return await requests.AnswerAsync(request, id, async (me, live, cancellation) =>
            unreadable ?? await views.AnswerAsync(me, live, await requests.AppendAsync(me, live, ops, cancellation), cancellation));
    }

    private static Problem? Read(ArtifactOps body, out OpsRequest ops)
    {
        ops = new(body.BaseSeq, body.OpId, []);
        if (body.BaseSeq < 0 || !OpsRequest.IsOpId(body.OpId))
            return Problem.BadRequest("op-id", "baseSeq is the number of the last op that was read; opId has 1 to 64 letters, digits, - or _.");
        if (OpReader.Read(body.Ops, out var read) is { } unreadable)
            return ArtifactRequests.Of(unreadable);
        ops = ops with { Ops = read };
        return null;
    }
}

internal sealed record ArtifactOps(long BaseSeq, string OpId, JsonElement Ops);

internal sealed record ArtifactSeqBody(long Seq);

/// <summary>The ops of one request, as in a stream's event. Ops with locked words are left out, and <see cref="Locked"/> is true.</summary>
internal sealed record LoggedOpsBody(long Seq, string OpId, PersonBody Author, DateTimeOffset At, JsonElement Ops)
{
    public bool? Locked { get; init; }

    public static LoggedOpsBody Of(LoggedOps logged, bool isOpen) => new(
        logged.Seq, logged.OpId, PersonBody.Of(logged.Author), logged.At,
        JsonSerializer.SerializeToElement(isOpen ? logged.Ops : [], ArtifactJson.Options))
    {
        Locked = isOpen ? null : true,
    };
}

/// <summary>The 409 problem with the missing ops. The sender applies them and repeats the change.</summary>
internal sealed record ArtifactConflict(string Type, string Title, int Status, string Detail, IReadOnlyList<LoggedOpsBody> Missing)
{
    public static IResult Of(IReadOnlyList<LoggedOpsBody> missing) =>
        Results.Json(
            new ArtifactConflict(
                "https://onbehalf.dev/problems/stale-text",
                "Conflict",
                StatusCodes.Status409Conflict,
                "Somebody changed this in between. Nothing was overwritten.",
                missing),
            Json.Web,
            "application/problem+json",
            StatusCodes.Status409Conflict);
}
