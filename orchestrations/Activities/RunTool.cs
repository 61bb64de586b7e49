using Microsoft.Azure.Functions.Worker;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Runs a confirmed side effect. Before version 1.2 it also runs reads.</summary>
public sealed class RunTool(TurnStore turns, CallStep call)
{
    [Function(nameof(RunTool))]
    public async Task<ToolCallResult> Run([ActivityTrigger] ToolCallInput input, FunctionContext context) =>
        new(await call.RunAsync(await turns.RequireAsync(TurnId.Parse(input.TurnId), context.CancellationToken), input, context.CancellationToken));
}
