using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>The outcome of a tool call in the working set.</summary>
internal sealed record StoredResult(ToolOutcome Outcome, DateTimeOffset At)
{
    public static string Key(CallId call) => $"result-{call}";
}
