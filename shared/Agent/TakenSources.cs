using System.Collections.Immutable;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>
/// Which sources had entered a turn when the model asked for something: what its words and results so far rest on, from the working set.
/// What a done side effect says is that it was done.
/// </summary>
internal sealed class TakenSources(WorkingSet workingSet, ToolCatalog catalog)
{
    public async Task<ImmutableArray<string>> BeforeAsync(TurnState turn, CallId call, CancellationToken cancellation)
    {
        var sources = new SortedSet<string>(StringComparer.Ordinal);
        for (var modelCall = 0; modelCall <= call.ModelCall; modelCall++)
        {
            var answer = await workingSet.ReadAsync<StoredAnswer>(turn, StoredAnswer.Key(modelCall), cancellation).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Model call {modelCall} of turn {turn.Id} left no answer.");
            sources.UnionWith(answer.Evidence.SelectMany(static piece => piece.Touched).Select(static touched => touched.Source));
            for (var position = 0; modelCall < call.ModelCall && position < answer.Calls.Length; position++)
                sources.UnionWith(await OfAsync(turn, CallId.Of(turn.Id, modelCall, position), answer.Calls[position].Tool, cancellation).ConfigureAwait(false));
        }

        return [.. sources];
    }

    private async Task<IEnumerable<string>> OfAsync(TurnState turn, CallId call, string tool, CancellationToken cancellation)
    {
        var outcome = (await workingSet.ReadAsync<StoredResult>(turn, StoredResult.Key(call), cancellation).ConfigureAwait(false))?.Outcome;
        if (outcome is null || (outcome.Result.Status is ToolStatus.Succeeded && catalog.Find(tool) is { Effect: ToolEffect.SideEffect }))
            return [];
        return outcome.Result.Touched is { IsEmpty: false } touched ? touched.Select(static one => one.Source) : [outcome.Source];
    }
}
