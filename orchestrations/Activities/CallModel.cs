using Microsoft.Azure.Functions.Worker;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Makes one model call of a turn that has begun.</summary>
public sealed class CallModel(TurnStore turns, ModelStep model)
{
    [Function(nameof(CallModel))]
    public async Task<ModelCallResult> Run([ActivityTrigger] ModelCallInput input, FunctionContext context) =>
        await model.AskAsync(
            await turns.RequireAsync(TurnId.Parse(input.TurnId), context.CancellationToken), input.ModelCall, postsNow: false, context.CancellationToken);
}
