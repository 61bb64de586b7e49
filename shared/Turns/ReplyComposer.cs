using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>Assembles the reply from the working set: the text, the tables as requests, and all evidence of the turn.</summary>
public sealed class ReplyComposer(TurnStore turns, WorkingSet workingSet, MessageStore messages, InvokeTool invoke, TurnCache memory, TimeProvider time)
{
    private const int MaxBlocks = 8;

    /// <summary>Returns the stored turn. If the turn could not be started, returns one derived from its message.</summary>
    public async Task<TurnState> FindTurnAsync(TurnId id, CancellationToken cancellation)
    {
        memory.Of(id).Complete = false;
        if (memory.Of(id).State is { } remembered)
            return remembered;
        if (await turns.FindAsync(id, cancellation) is { } turn)
            return turn;
        var message = await messages.RequireAskingAsync(id, cancellation);
        return new(id, id.Thread, message.Id, message.AskedBy, TurnStatus.Running, time.GetUtcNow(), Run: message.Run);
    }

    public async Task<Reply> ComposeAsync(TurnState turn, int? finalModelCall, CancellationToken cancellation)
    {
        var (answers, calls) = await GatherAsync(turn, cancellation);
        var said = finalModelCall is { } last ? await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(last), cancellation) : null;
        var results = calls.Where(static call => call.Outcome is not null).ToArray();
        var offered = answers
            .Where(static answer => answer.Offered is { IsEmpty: false })
            .Select(answer => new EvidencePiece(turn.Speaker.Id.Value, answer.Grant, answer.Offered!.Value));
        var evidence = EvidencePiece.Union([
            .. answers.SelectMany(static answer => answer.Evidence),
            .. offered,
            .. results.SelectMany(call => TakenIn.By(turn.Speaker.Id, call.Grant, call.Outcome!)),
        ]);
        // The reason for an incomplete turn may be data without stored evidence, such as a failed request or an unanswered card. The same applies
        // to a call without a result. Unknown evidence then locks the reply for other people.
        if ((turn.Status is not TurnStatus.Completed || (evidence.IsEmpty && calls.Count > 0)) && answers is [.., { Grant: var grant }])
            evidence = EvidencePiece.Union(evidence.Add(new(turn.Speaker.Id.Value, grant, [Touched.Unknown("*")])));
        return new Reply
        {
            AskedBy = turn.Speaker,
            RanAs = turn.Speaker,
            Run = turn.Run,
            Text = said is { Text.Length: > 0 } ? said.Text : turn.Refusal ?? "The model gave no words for this answer.",
            Status = Enum.Parse<ReplyStatus>(turn.Status.ToString()),
            IsPrivate = calls.Count > 0 || !evidence.IsEmpty || turn.Status is not TurnStatus.Completed,
            At = time.GetUtcNow(),
            Blocks = said is null ? [] : [.. results.Select(BlockOf).OfType<Block>().Take(MaxBlocks)],
            Touched = Touched.Union(results.SelectMany(static call => call.Outcome!.Result.Touched)),
            Evidence = evidence,
            Steps = [.. results.Select(StepOf)],
            TextAuthors =
            [
                .. answers
                    .SelectMany(static answer => answer.TextAuthors)
                    .Concat(results.SelectMany(static call => call.Outcome!.Result.TextAuthors))
                    .DistinctBy(static author => author.Subject),
            ],
        };
    }

    private async Task<(IReadOnlyList<StoredAnswer> Answers, IReadOnlyList<FinishedCall> Calls)> GatherAsync(TurnState turn, CancellationToken cancellation)
    {
        var answers = new List<StoredAnswer>();
        var calls = new List<FinishedCall>();
        for (var modelCall = 0; await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(modelCall), cancellation) is { } answer; modelCall++)
        {
            answers.Add(answer);
            for (var position = 0; position < answer.Calls.Length; position++)
            {
                var id = CallId.Of(turn.Id, modelCall, position);
                var result = await workingSet.ReadAsync<StoredResult>(turn, StoredResult.Key(id), cancellation);
                calls.Add(new(id, answer.Calls[position], answer.Grant, answer.Evidence, result?.Outcome, result?.At ?? time.GetUtcNow()));
            }
        }

        return (answers, calls);
    }

    /// <summary>
    /// Returns the table or chart of a call. If the call needed a confirmation, only the rows are stored, because other readers must not repeat its
    /// request.
    /// </summary>
    private Block? BlockOf(FinishedCall call)
    {
        if (call.Outcome is not { Result: { Status: ToolStatus.Succeeded, Table: { } table } })
            return null;
        var arguments = call.Requested.Parse();
        var show = arguments.ValueKind is JsonValueKind.Object ? Arguments.Text(arguments, "show") : null;
        if (show == "nothing")
            return null;
        var kind = show == "chart" ? BlockKind.Chart : BlockKind.Table;
        return invoke.NeedsConfirmation(call.Requested.Tool, arguments, call.Context)
            ? new Block(kind, Result: table with { Request = "" })
            : new Block(kind, Request: new(call.Requested.Tool, call.Requested.Arguments), Result: table);
    }

    private static ReplyStep StepOf(FinishedCall call) => new(
        call.Id.Value, call.Requested.Tool, call.Outcome!.Source, StatusOf(call.Outcome), call.At, call.Outcome.AuditId);

    private static string StatusOf(ToolOutcome outcome) => outcome.Result.RefusalCode switch
    {
        TurnCalls.Declined or TurnCalls.Expired => outcome.Result.RefusalCode.ToLowerInvariant(),
        _ => WorkingSetResults.Status(outcome).ToString().ToLowerInvariant(),
    };

    private sealed record FinishedCall(
        CallId Id, RequestedCall Requested, string Grant, ImmutableArray<EvidencePiece> Context, ToolOutcome? Outcome, DateTimeOffset At);
}
