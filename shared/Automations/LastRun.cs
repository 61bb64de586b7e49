using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>The run that began last, for the list of automations; the run itself says more.</summary>
public sealed record LastRun(RunId Id, string Status, DateTimeOffset At);
