using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner;

internal static class NextStep
{
    public static ChatAnswer For(ChatRequest request, DateOnly today) => new($"Hello. {request.Messages.Length} {today}", []);
}
