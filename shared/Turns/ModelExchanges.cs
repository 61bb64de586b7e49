using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

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
