using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>The most recently started run, for the list of automations.</summary>
public sealed record LastRun(RunId Id, string Status, DateTimeOffset At);
