using Microsoft.Azure.Functions.Worker;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Posts the reply of a turn that did not end with the final answer of a round.</summary>
public sealed class PostReply(ReplyComposer composer, ReplyStep reply)
{
    [Function(nameof(PostReply))]
    public async Task Run([ActivityTrigger] TurnEnding ending, FunctionContext context) =>
        await reply.PostAsync(await composer.FindTurnAsync(TurnId.Parse(ending.TurnId), context.CancellationToken), ending, context.CancellationToken);
}
