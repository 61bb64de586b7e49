using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Acts;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>
/// <c>POST /api/artifacts/{id}/blocks/{block}/act</c>: the tool call of a block's button, as the person who clicks. The first request draws
/// the card. The second one confirms exactly that card. For a departure, the card of the change follows and is confirmed too. All requests
/// use the enforcement point of every tool call. A request with the id of a begun call is answered with its outcome, at least until the end of
/// the next day (UTC). After that, the call may be of an earlier month, which is not read, so the browser does not continue it.
/// </summary>
public sealed class ActInArtifact(
    ArtifactRequestBlocks blocks,
    ArtifactRequests requests,
    ActionInputs inputs,
    AgreementsToSend agreements,
    InvokeTool invoke,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>The time after which no instance is still making a call: the <c>functionTimeout</c> of <c>host.json</c>.</summary>
    internal static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);

    [Function(nameof(ActInArtifact))]
    [Person(Freshness.Now)]
    [Description(
        "Draws the card of the call that a block's button makes; with argumentHash, makes exactly that call as the caller. From the browser session only.")]
    [Takes(typeof(ActBody))]
    [Answers(200, typeof(ActAnswer))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/artifacts/{id}/blocks/{block}/act")] HttpRequest request, string id, string block)
    {
        if (!(await Body.ReadAsync<ActBody>(request)).Is(out var body, out var problem))
            return problem;
        return await blocks.AnswerCallAsync(request, id, block, async (me, live, held, cancellation) =>
        {
            if (requests.Refuses(me) is { } slower)
                return slower;
            if (!OpsRequest.IsOpId(body.CallId))
                return Problem.BadRequest("call-id", $"callId has 1 to {ArtifactLimits.OpIdLength} letters, digits, - or _.");
            using var passage = await inputs.EnterAsync(me, body.CallId, cancellation);
            // Checked first: later changes do not affect the outcome of a call that has begun. A reopened dialog sends no hash.
            if (await BeforeAsync(me.Subject.Id, CallIdOf(live, held, body), cancellation) is { } before)
                return before;
            if (RequestHash.Of(live.Head.Id, held.Block, live.State.Parameters) != body.DefinitionHash)
                return Problem.Conflict("definition-changed", "This button is not what you were shown any more. Please read it again.");
            return await inputs.ReadAsync(me, live, held, body, cancellation) switch
            {
                (_, { } unfit) => ArtifactRequests.Of(unfit),
                var (input, _) => await AnswerAsync(Call(me, live, held, body, input!), body, cancellation),
            };
        });
    }

    private async Task<IResult> AnswerAsync(ToolRequest call, ActBody body, CancellationToken cancellation)
    {
        var kept = new KeptHere();
        var agreed = await agreements.FindAsync(call, body.AgreedToSend, cancellation);
        if (await DrawAsync(call with { AgreedToSend = agreed }, kept, cancellation) is not { } drawn)
            return Settled(kept);
        if (body.ArgumentHash is null)
            return HttpAnswer.Json(Waiting(drawn));
        if (drawn.Hash != body.ArgumentHash)
            return Problem.Conflict("confirmation-changed", "This is not what you were shown any more. Please read the card again.");
        if (!drawn.IsBeforePreview)
            return await MakeAsync(call with { ConfirmedDigest = drawn.Card.Digest }, kept);
        await agreements.RecordAsync(call, drawn.Card, cancellation);
        return await DrawAsync(call with { AgreedToSend = drawn.Card.Digest }, kept, cancellation) is { } change
            ? HttpAnswer.Json(Waiting(change) with { AgreedToSend = drawn.Card.Digest })
            : Settled(kept);
    }

    private async Task<IResult> MakeAsync(ToolRequest call, KeptHere kept)
    {
        var outcome = await invoke.RunAsync(call, kept, CancellationToken.None);
        return kept.WasBegun && await BeforeAsync(call.Subject.Id, call.CallId, CancellationToken.None) is { } before
            ? before
            : HttpAnswer.Json(ActAnswer.Of(outcome));
    }

    /// <summary>Draws the card. Null if the call was settled without one.</summary>
    private async Task<Drawn?> DrawAsync(ToolRequest call, KeptHere kept, CancellationToken cancellation)
    {
        // The audit record of a preview is idempotent by call id, so each drawing needs a call id of its own.
        if (await invoke.PreviewAsync(call with { CallId = $"{call.CallId}-{Guid.NewGuid():N}" }, kept, cancellation) is not ToolAsk.Ask ask)
            return null;
        var card = ask.Card with { TextAuthors = call.TextAuthors };
        return new(card, ArgumentHash.Of(call.CallId, call.Tool, call.Arguments.GetRawText(), card), ask.IsBeforePreview);
    }

    private static ActAnswer Waiting(Drawn drawn) =>
        new("waiting")
        {
            ArgumentHash = drawn.Hash,
            Card = drawn.Card,
            Sends = drawn.IsBeforePreview ? true : null,
        };

    private static IResult Settled(KeptHere kept) =>
        kept.Outcome is { } settled ? HttpAnswer.Json(ActAnswer.Of(settled)) : Problem.Forbidden("not-possible", "This cannot be done here.");

    /// <summary>
    /// Returns the answer for a call that was confirmed before: its outcome, a conflict while another instance can still make the call, or
    /// <c>unknown</c> after that. Null for a call that was not begun, or whose intent is in a month that the audit trail does not read.
    /// </summary>
    private async Task<IResult?> BeforeAsync(SubjectId person, string callId, CancellationToken cancellation)
    {
        // A new call has neither record, so the outcome is read only after an intent.
        if (await audit.FindIntentAsync(person, callId, cancellation) is not { } intent)
            return null;
        if (await audit.FindOutcomeAsync(person, callId, cancellation) is { } outcome)
            return HttpAnswer.Json(ActAnswer.Of(outcome));
        if (time.GetUtcNow() - intent.At < LongestCall)
            return Problem.Conflict("still-running", "This change is still running, or the app stopped during it. Look again in a few minutes.");
        var unknown = await invoke.RecordUnknownAsync(intent, new KeptHere(), CancellationToken.None);
        return HttpAnswer.Json(new ActAnswer("unknown") { AuditId = unknown.AuditId });
    }

    private static string CallIdOf(LiveArtifact live, HeldBlock held, ActBody body) => $"{live.Head.Id}-{held.Block.Id}-{body.CallId}";

    private static ToolRequest Call(Authority me, LiveArtifact live, HeldBlock held, ActBody body, ActionInput input) => new(
        me.Subject, CallIdOf(live, held, body), held.Block.Action!.Tool!, ActionArguments.With(held.Block.Action, input.Values), Act.Human,
        live.Head.Thread?.Value, null, input.Authors)
    {
        Evidence = input.Evidence,
    };

    private sealed record Drawn(ConfirmationCard Card, string Hash, bool IsBeforePreview);

    /// <summary>Holds the outcome in memory for the response. Earlier outcomes are read from the audit.</summary>
    private sealed class KeptHere : IResultStore
    {
        public ToolOutcome? Outcome { get; private set; }

        /// <summary>Whether another request had begun the call.</summary>
        public bool WasBegun { get; private set; }

        /// <summary>
        /// Called only for a call with a recorded intent. Returns an outcome that is not recorded, because the first request records its own.
        /// </summary>
        public Task<ToolOutcome?> FindAsync(CancellationToken cancellation)
        {
            WasBegun = true;
            return Task.FromResult<ToolOutcome?>(new(new(ToolStatus.Refused, "This was begun before.", []), null, ToolOutcomeKind.Unknown, ""));
        }

        public Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation)
        {
            Outcome = outcome;
            return Task.CompletedTask;
        }
    }
}

/// <summary>
/// <paramref name="Values"/> are typed values by field; <paramref name="Item"/> is the item of a list's button;
/// <paramref name="ArgumentHash"/> confirms a card. <paramref name="AgreedToSend"/> is repeated from the answer.
/// </summary>
public sealed record ActBody(
    string DefinitionHash,
    string CallId,
    string? Item = null,
    IReadOnlyDictionary<string, JsonElement>? Values = null,
    string? ArgumentHash = null,
    string? AgreedToSend = null);

/// <summary><c>waiting</c> with a card, or the outcome of the call: <c>succeeded</c>, <c>refused</c>, <c>failed</c> or <c>unknown</c>.</summary>
internal sealed record ActAnswer(string Status)
{
    public string? ArgumentHash { get; init; }

    public ConfirmationCard? Card { get; init; }

    /// <summary>True for the card of a departure. Its confirmation is answered with the card of the change.</summary>
    public bool? Sends { get; init; }

    /// <summary>The digest of the confirmed departure. The client adds it to the confirmation of the change.</summary>
    public string? AgreedToSend { get; init; }

    /// <summary>Null if an earlier request began the call. The dialog then reports the outcome as that of an earlier click.</summary>
    public string? Text { get; init; }

    public string? AuditId { get; init; }

    public static ActAnswer Of(ToolOutcome outcome) =>
        new(outcome.Kind is ToolOutcomeKind.Unknown ? "unknown" : outcome.Result.Status.ToString().ToLowerInvariant())
        {
            Text = outcome.Result.ForPerson,
            AuditId = outcome.AuditId,
        };

    public static ActAnswer Of(AuditRecord before) => new(before.Entry.Decision.ToString()!.ToLowerInvariant()) { AuditId = before.Id.Value };
}
