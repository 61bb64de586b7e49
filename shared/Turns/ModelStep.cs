using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Turns;

/// <summary>
/// Makes one model call. The prompt contains only what the speaker may read. The stream goes only to the speaker, and the stored answer is sealed
/// for them.
/// </summary>
public sealed class ModelStep(
    Authorities authorities,
    WorkingSet workingSet,
    ConversationReader conversations,
    ModelExchanges exchanges,
    ToolOffer offer,
    RunGate runs,
    RunConnections connections,
    InvokeTool invoke,
    ZoneOfSpeaker zones,
    AnswerVisibility visibility,
    ModelClient model,
    TurnEvents events,
    TimeProvider time)
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(1);

    public Task<AuthorityResult> ConfirmAsync(Subject speaker, CancellationToken cancellation) =>
        authorities.ConfirmAsync(speaker, Freshness.Read, cancellation);

    /// <summary>
    /// Makes model call number <paramref name="modelCall"/> of the turn, counted from 0. Idempotent: an answered call returns the stored answer.
    /// </summary>
    /// <param name="postsNow">True if the caller posts a final answer itself. The answer is then held in memory only.</param>
    /// <param name="confirming">A question about the speaker that the caller has just asked by <see cref="ConfirmAsync"/>; null to ask now.</param>
    public async Task<ModelCallResult> AskAsync(
        TurnState turn, int modelCall, bool postsNow, CancellationToken cancellation, Task<AuthorityResult>? confirming = null)
    {
        if (await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(modelCall), cancellation) is { } before)
            return Result(turn, before, modelCall);

        var confirmed = await (confirming ?? ConfirmAsync(turn.Speaker, cancellation));
        if (confirmed is AuthorityResult.Refused refused)
            return new([], refused.Code, IsRefusal: true);
        var authority = ((AuthorityResult.Confirmed)confirmed).Authority;
        var verdict = turn.Run is { } run ? await runs.JudgeAsync(authority, run, cancellation) : null;
        if (verdict is RunVerdict.Lost or RunVerdict.Over or RunVerdict.Good { Automation.State: AutomationState.Parked })
            return new([], "run-held", IsRefusal: true);
        var earlier = await exchanges.ReadAsync(turn, modelCall, cancellation);
        if (await conversations.ReadAsync(authority, turn, verdict as RunVerdict.Good, earlier, cancellation) is not { } conversation)
            return new([], "not-a-member", IsRefusal: true);
        var offered = await offer.OfAsync(authority, conversation, verdict as RunVerdict.Good, earlier, cancellation);
        var evidence = Evidence(conversation, earlier);
        // The conversation was read for this call. The results of earlier calls were read before, and the model reads them again now.
        if (await IsLostAsync(authority, EvidencePiece.WithoutUndecidedEmpty(EvidenceOf(earlier)), cancellation))
            return new([], "sources-lost", IsRefusal: turn.Run is null, IsPassing: turn.Run is not null);
        // Listing the tools can detect a revoked grant. A run stops if a connection that its author agreed to is missing.
        if (verdict is RunVerdict.Good { Content: var agreed } && await connections.MissingAsync(authority, agreed, cancellation) is not null)
            return new([], "run-held", IsRefusal: true);
        var request = Prompt.For(authority, time.GetUtcNow(), conversation, offered.Tools, earlier);
        var stream = events.StreamTo(turn, modelCall, EvidencePiece.WithoutUndecidedEmpty(evidence));
        using var span = AgentTrace.Chat(turn.Id, modelCall);
        var answer = await model.AskAsync(request, text => stream.WriteAsync(text, cancellation), cancellation);
        span.Ended(answer);
        return answer switch
        {
            ModelAnswer.Failed failed => new([], failed.Code, IsPassing: failed.Code is "model-unavailable" or "model-busy" or "model-too-slow"),
            ModelAnswer.Said said => await KeepAsync(
                turn,
                modelCall,
                postsNow,
                await StoredAsync(turn, authority, said, evidence, Authors(conversation, earlier), offered, cancellation),
                cancellation),
            _ => throw new InvalidOperationException("A model answer is Said or Failed."),
        };
    }

    /// <summary>Returns whether the speaker's rights no longer cover what was read. A source that did not answer is asked a second time.</summary>
    private async Task<bool> IsLostAsync(Authority speaker, ImmutableArray<EvidencePiece> read, CancellationToken cancellation)
    {
        if (await visibility.IsOpenAsync(speaker, read, cancellation))
            return false;
        await Task.Delay(BetweenQuestions, time, cancellation);
        return await authorities.FindAsync(speaker.Subject, Freshness.Read, cancellation) is not { } again
            || !await visibility.IsOpenAsync(again, read, cancellation);
    }

    private async Task<StoredAnswer> StoredAsync(
        TurnState turn,
        Authority authority,
        ModelAnswer.Said said,
        ImmutableArray<EvidencePiece> evidence,
        ImmutableArray<TextAuthor> authors,
        OfferedTools offered,
        CancellationToken cancellation) =>
        new(
            said.Text,
            await zones.FillInAsync(authority, turn, said.Calls, cancellation),
            authority.Version,
            evidence,
            authors)
        {
            Offered = offered.Evidence,
            PassBack = said.PassBack,
        };

    private async Task<ModelCallResult> KeepAsync(TurnState turn, int modelCall, bool postsNow, StoredAnswer stored, CancellationToken cancellation)
    {
        if (postsNow && stored.Calls.IsEmpty)
            workingSet.Hold(turn, StoredAnswer.Key(modelCall), stored);
        else
            await workingSet.WriteAsync(turn, StoredAnswer.Key(modelCall), stored, null, cancellation);
        return Result(turn, stored, modelCall);
    }

    /// <summary>The evidence for the model's text: the thread as the speaker sees it, and the results of this turn's calls.</summary>
    private static ImmutableArray<EvidencePiece> Evidence(Conversation conversation, IReadOnlyList<ModelExchange> earlier) =>
        EvidencePiece.Union([.. conversation.Evidence, .. EvidenceOf(earlier)]);

    private static ImmutableArray<EvidencePiece> EvidenceOf(IReadOnlyList<ModelExchange> earlier) =>
        [.. earlier.SelectMany(static exchange => exchange.Calls).SelectMany(static call => call.Evidence)];

    /// <summary>
    /// The authors of the text that the model read: in the thread, in earlier model calls, and in the results of this turn's calls.
    /// </summary>
    private static ImmutableArray<TextAuthor> Authors(Conversation conversation, IReadOnlyList<ModelExchange> earlier)
    {
        var before = earlier.SelectMany(static exchange => exchange.TextAuthors.Concat(exchange.Calls.SelectMany(static call => call.TextAuthors)));
        return [.. conversation.TextAuthors.Concat(before).DistinctBy(static author => author.Subject)];
    }

    private ModelCallResult Result(TurnState turn, StoredAnswer answer, int modelCall) => new(
    [
        .. answer.Calls.Select((call, position) => new PendingCall(
            CallId.Of(turn.Id, modelCall, position).Value,
            invoke.NeedsConfirmation(call.Tool, call.Parse(), answer.Evidence))),
    ]);
}

/// <summary>The calls that the model requested, under our ids, or a slug for the reason that the model gave no answer.</summary>
/// <param name="IsRefusal">The speaker is no longer confirmed, or no longer a member. The model did not fail.</param>
/// <param name="IsPassing">The model could not be reached. A retry can succeed.</param>
public sealed record ModelCallResult(IReadOnlyList<PendingCall> Calls, string? Failure = null, bool IsRefusal = false, bool IsPassing = false, int Version = 1);

public sealed record PendingCall(string CallId, bool NeedsConfirmation);

/// <summary>Reads the earlier answers and calls of a turn, before a given model call.</summary>
public sealed class ModelExchanges(WorkingSet workingSet)
{
    internal async Task<IReadOnlyList<ModelExchange>> ReadAsync(TurnState turn, int before, CancellationToken cancellation)
    {
        var exchanges = new List<ModelExchange>();
        for (var modelCall = 0; modelCall < before; modelCall++)
        {
            var answer = await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(modelCall), cancellation)
                ?? throw new InvalidOperationException($"Model call {modelCall} of turn {turn.Id} left no answer.");
            var calls = ImmutableArray.CreateBuilder<AnsweredCall>(answer.Calls.Length);
            for (var position = 0; position < answer.Calls.Length; position++)
            {
                var call = answer.Calls[position];
                var result = await workingSet.ReadAsync<StoredResult>(turn, StoredResult.Key(CallId.Of(turn.Id, modelCall, position)), cancellation);
                calls.Add(new(
                    call.ModelCallId,
                    call.Tool,
                    call.Arguments,
                    result?.Outcome.Result.ForModel ?? "This call has no result.",
                    result?.Outcome.Result.TextAuthors ?? [],
                    result is null ? [] : TakenIn.By(turn.Speaker.Id, answer.Grant, result.Outcome))
                {
                    PassBack = call.PassBack,
                });
            }

            exchanges.Add(new(answer.Text, calls.MoveToImmutable(), answer.TextAuthors) { PassBack = answer.PassBack });
        }

        return exchanges;
    }
}

/// <summary>
/// Runs one tool call of a turn with the speaker's rights, through <see cref="InvokeTool"/>. Idempotent: a completed call returns its stored
/// progress.
/// </summary>
public sealed class CallStep(TurnStore turns, TurnCalls calls, InvokeTool invoke, RunPulse pulse, PlaceStep place, TimeProvider time)
{
    public async Task<CallProgress> RunAsync(TurnState turn, ToolCallInput input, CancellationToken cancellation)
    {
        var call = await calls.ReadAsync(turn, input.CallId, cancellation);
        var pending = input.Confirmed ? (await turns.FindConfirmationAsync(turn, call.Id.Value, cancellation))?.Pending : null;
        if (await calls.DoneAsync(turn, call, cancellation) is { } done)
        {
            await invoke.EnsureOutcomeAsync(TurnCalls.Request(turn, call, input.Ask, input.Confirmed ? "" : null, pending?.Consent), done, cancellation);
            return CallProgress.Done;
        }

        if (!input.Confirmed)
            return await ActAsync(turn, call, input, null, cancellation);

        return pending switch
        {
            { Decision: ConfirmationDecision.Approved } when input.MayQueue && !await place.GoOnAsync(turn, cancellation) => turn.Run is null
                ? CallProgress.Queued
                : CallProgress.Held,
            { Decision: ConfirmationDecision.Approved } => await ActInPlaceAsync(turn, call, input, pending, cancellation),
            { Decision: ConfirmationDecision.Open } when turn.Run is { } run && !await pulse.BeatsAsync(turn.Speaker, run, cancellation) => CallProgress.Held,
            { Decision: ConfirmationDecision.Open } when time.GetUtcNow() < pending.Expires => CallProgress.StillWaiting,
            { Decision: ConfirmationDecision.Declined } => await SettleAsync(turn, call, StepStatus.Declined, cancellation),
            _ => await SettleAsync(turn, call, StepStatus.Expired, cancellation),
        };
    }

    private async Task<CallProgress> ActInPlaceAsync(
        TurnState turn, TurnCall call, ToolCallInput input, PendingConfirmation approved, CancellationToken cancellation)
    {
        var progress = await ActAsync(turn, call, input, approved, cancellation);
        if (input.MayQueue)
            await place.WaitUnlessDoneAsync(turn, call.Id.Value, cancellation);
        return progress;
    }

    private async Task<CallProgress> ActAsync(TurnState turn, TurnCall call, ToolCallInput input, PendingConfirmation? approved, CancellationToken cancellation)
    {
        var request = TurnCalls.Request(turn, call, input.Ask, approved?.Card.Digest, approved?.Consent);
        var outcome = await invoke.RunAsync(request, calls.Keeper(turn, call, input.Ask), cancellation);
        if (outcome.Kind is ToolOutcomeKind.Held)
            return CallProgress.Held;
        return (outcome.Result.RefusalCode, input.LastAsk) switch
        {
            (RefusalCodes.Changed, false) => CallProgress.AskAgain,
            (RefusalCodes.Changed, true) => await SettleAsync(turn, call, StepStatus.Refused, cancellation),
            _ => CallProgress.Done,
        };
    }

    private async Task<CallProgress> SettleAsync(TurnState turn, TurnCall call, StepStatus status, CancellationToken cancellation)
    {
        await calls.SettleAsync(turn, call, status, cancellation);
        return CallProgress.Done;
    }
}
