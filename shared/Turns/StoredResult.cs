using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>A tool call's outcome in the working set.</summary>
internal sealed record StoredResult(ToolOutcome Outcome, DateTimeOffset At)
{
    public static string Key(CallId call) => $"result-{call}";
}
