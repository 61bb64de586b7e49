using System.Diagnostics;
using Onbehalf.Ids;

namespace Onbehalf.Turns;

/// <summary>
/// Traces a model call as a span with ids and outcomes, never text. It follows the OpenTelemetry semantic conventions for generative AI (status
/// "Development").
/// </summary>
internal static class AgentTrace
{
    private static readonly ActivitySource Source = new("Onbehalf.Agent");

    public static Activity? Chat(TurnId turn, int modelCall) =>
        Source.StartActivity("chat", ActivityKind.Client)
            ?.SetTag("gen_ai.operation.name", "chat")
            .SetTag("gen_ai.conversation.id", turn.Thread.Value)
            .SetTag("onbehalf.turn.id", turn.Value)
            .SetTag("onbehalf.model_call", modelCall);

    public static void Ended(this Activity? span, ModelAnswer answer)
    {
        if (answer is ModelAnswer.Failed failed)
            span?.SetTag("error.type", failed.Code).SetStatus(ActivityStatusCode.Error);
    }
}
