using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Threads;
using Onbehalf.Functions.Turns;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Runs;

/// <summary>Finds runs for their author and builds their response bodies. Another person's run counts as not found.</summary>
public sealed class RunView(RunStore runs, TurnStore turns, VisibleCards cards, RunConnections connections, TimeProvider time)
{
    internal const string Waiting = "waiting";

    internal async Task<RunState?> FindAsync(Authority viewer, string id, CancellationToken cancellation) =>
        RunId.TryParse(id, out var runId) && await runs.FindAsync(runId, cancellation) is { } run && run.Author.Id == viewer.Subject.Id ? run : null;

    internal async Task<RunBody> OfAsync(Authority author, RunState run, bool withSteps, CancellationToken cancellation)
    {
        var found = run.Turn is { } turn && (withSteps || run.IsLive) ? await turns.WithStepsAsync(turn, cancellation) : null;
        var steps = found is null ? [] : await cards.StepsAsync(author, found, cancellation);
        var before = withSteps ? await BeforeAsync(run, cancellation) : [];
        var isWaiting = run.Status is RunStatus.Running && found?.Status is TurnStatus.Waiting;
        var ended = run is { IsLive: false, Status: not RunStatus.Completed, Reason: { } code } ? new RefusalBody(code, SentenceOf(run.Status, code)) : null;
        return new(
            run.Id,
            run.Id.Automation,
            run.Title,
            PersonBody.Of(run.Author),
            new(run.Woke, run.WokeAt, WordsOf(run.Woke)),
            isWaiting ? Waiting : run.Status.ToString().ToLowerInvariant(),
            run.StartedAt,
            run.Home,
            [.. before, .. steps],
            run.EndedAt,
            run.Turn,
            run.Message,
            found?.Turn.Reply,
            run is { Status: RunStatus.Parked, Reason: { } reason, ParkedAt: { } since } ? new(reason, connections.Sentence(reason), since) : null,
            ended,
            isWaiting ? steps.FirstOrDefault(static step => step.Confirmation is not null)?.Confirmation : null,
            run.IsLive && run.RestsUntil > time.GetUtcNow() ? run.RestsUntil : null,
            run.Chain.IsEmpty ? null : run.Chain[^1],
            run.Parts.IsEmpty ? null : run.Parts);
    }

    /// <summary>Returns the steps of the run's turns before its suspensions.</summary>
    private async Task<IEnumerable<WireStep>> BeforeAsync(RunState run, CancellationToken cancellation)
    {
        var earlier = await Task.WhenAll(run.Earlier.Select(turn => turns.WithStepsAsync(turn, cancellation)));
        return earlier.OfType<TurnSteps>().SelectMany(static found => found.Steps.Select(step => WireStep.Of(found.Turn.Id, step, null)));
    }

    private static string SentenceOf(RunStatus status, string code) =>
        status is RunStatus.Failed ? EndingSentences.For(TurnStatus.Failed, code)! : status is RunStatus.Stopped ? "Stopped." : RunReasons.Sentence(code);

    private static string WordsOf(OccasionKind kind) => kind switch
    {
        OccasionKind.Schedule => "It was due.",
        OccasionKind.Event => "A signed event came in.",
        OccasionKind.Rule => "What it watches for came true.",
        OccasionKind.Part => "A run of yours began it as a part of its work.",
        OccasionKind.Hand => "You started it.",
        _ => throw new InvalidOperationException($"No such occasion: {kind}."),
    };
}
