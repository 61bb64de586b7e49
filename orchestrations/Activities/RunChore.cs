using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Runs a long chore. Ignores a chore that this version does not know.</summary>
public sealed class RunChore(IEnumerable<IChore> chores)
{
    /// <summary>Below the host's function timeout, which would end the whole process.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(9);

    [Function(nameof(RunChore))]
    public async Task Run([ActivityTrigger] ChoreInput input, [DurableClient] DurableTaskClient durable, FunctionContext context)
    {
        if (chores.FirstOrDefault(chore => chore.Name == input.Chore) is not { } chore)
            return;
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        budget.CancelAfter(Budget);
        await chore.RunAsync(durable, budget.Token);
    }
}

public sealed record ChoreInput(string Chore, int Version = 1);
